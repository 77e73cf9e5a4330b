// refused in fill: `cache`|`cache.0`
double __enzyme_autodiff(void *, ...);
static double cache[8];
__attribute__((noinline)) static void fill(double v) {
  for (int i = 0; i < 8; i++) cache[i] = v * i; // here
}
double f(double v) {
  fill(v);
  double s = 0.0;
  for (int i = 0; i < 8; i++) s += cache[i] * cache[7 - i];
  return s;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
