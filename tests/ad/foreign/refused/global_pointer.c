// refused in f: `kept`
double __enzyme_autodiff(void *, ...);
extern int enzyme_dup;
static double *kept;
__attribute__((noinline)) static double again(void) { return *kept * 2.0; }
double f(double *p) {
  kept = p; // here
  *p *= *p;
  return again();
}
double wanted(double *p, double *pb) { return __enzyme_autodiff((void *)f, enzyme_dup, p, pb); }
