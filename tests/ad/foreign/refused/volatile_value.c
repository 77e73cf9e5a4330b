// refused in f: volatile
double __enzyme_autodiff(void *, ...);
double f(double v) {
  volatile double w = v; // here
  return w * w;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
