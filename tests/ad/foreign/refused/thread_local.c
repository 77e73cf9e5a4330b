// refused in f: `scratch`
double __enzyme_autodiff(void *, ...);
_Thread_local double scratch[4];
double f(double v) {
  scratch[1] = v; // here
  for (int i = 2; i < 4; i++) scratch[i] = scratch[i - 1] * v;
  return scratch[3];
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
