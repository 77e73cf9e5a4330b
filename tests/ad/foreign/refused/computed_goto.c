// refused in f: indirectbr
double __enzyme_autodiff(void *, ...);
extern int enzyme_const;
double f(double v, const char *program) {
  static const void *const places[3] = {&&square, &&add, &&stop};
  double s = v;
  goto *places[(int)*program++];
square:
  s *= s;
  goto *places[(int)*program++];
add:
  s += v;
  goto *places[(int)*program++];
stop:
  return s;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v, enzyme_const, "\1\0\2"); }
