// refused in f: fp128
double __enzyme_autodiff(void *, ...);
double f(double v) {
  __float128 w = v; // here
  return (double)(w * w * w + w / 3);
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
