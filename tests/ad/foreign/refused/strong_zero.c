// refused in f: enzyme_strong_zero
double __enzyme_autodiff(void *, ...);
extern int enzyme_strong_zero;
double f(double v) { return v * v; }
double wanted(double v) {
  return __enzyme_autodiff((void *)f, enzyme_strong_zero, v);
}
