// refused in f: atomic|bits of a double
double __enzyme_autodiff(void *, ...);
extern int enzyme_dup;
double f(double *shared, double v) {
  double old;
  __atomic_exchange(shared, &v, &old, __ATOMIC_SEQ_CST); // here
  return old * v;
}
double wanted(double *p, double *pb, double v) { return __enzyme_autodiff((void *)f, enzyme_dup, p, pb, v); }
