// refused in f: catches an exception and goes on
extern "C" double __enzyme_autodiff(void *, ...);
static __attribute__((noinline)) double root(double v) {
  if (v < 0.0) throw 1;
  return v * v;
}
extern "C" double f(double v) {
  double r = 0.0;
  try {
    r = root(v);
  } catch (int) {
    r = -v;
  }
  return r * v;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
