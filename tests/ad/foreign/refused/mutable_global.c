// refused in f: `last`
double __enzyme_autodiff(void *, ...);
double last;
double f(double v) {
  last = v * v; // here
  return last * v;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
