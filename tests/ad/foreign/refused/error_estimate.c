// refused in : __enzyme_error_estimate
double f(double v) { return v * v; }
double __enzyme_error_estimate(void *, ...);
double wanted(double v) {
  return __enzyme_error_estimate((void *)f, v, 1.0);
}
