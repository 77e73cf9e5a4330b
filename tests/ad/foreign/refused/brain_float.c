// refused in f: bfloat
double __enzyme_autodiff(void *, ...);
double f(double v) {
  __bf16 w = (__bf16)v; // here
  return (double)(w * w);
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
