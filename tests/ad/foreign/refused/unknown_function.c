// refused in f: `mystery`
double __enzyme_autodiff(void *, ...);
double mystery(double);
double f(double v) {
  return mystery(v) * v; // here
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
