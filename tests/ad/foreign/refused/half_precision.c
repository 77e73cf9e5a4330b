// refused in f: half
double __enzyme_autodiff(void *, ...);
double f(double v) {
  _Float16 w = (_Float16)v; // here
  return (double)(w * w);
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
