// refused in f: `fill_in`
double __enzyme_autodiff(void *, ...);
void fill_in(double *, int);
double f(double v) {
  double a[3] = {v, v * v, 1.0};
  fill_in(a, 3); // here
  return a[0] * a[2];
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
