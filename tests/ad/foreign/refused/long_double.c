// refused in f: x86_fp80|long double
double __enzyme_autodiff(void *, ...);
double f(double v) {
  long double w = v; // here
  return (double)(w * w);
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
