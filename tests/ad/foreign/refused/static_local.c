// refused in f: `f.seen`|seen
double __enzyme_autodiff(void *, ...);
double f(double v) {
  static double seen = 1.0;
  seen *= v; // here
  return seen * v;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
