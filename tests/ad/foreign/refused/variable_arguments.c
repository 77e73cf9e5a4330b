// refused in summed: variable
#include <stdarg.h>
double __enzyme_autodiff(void *, ...);
static __attribute__((noinline)) double summed(int n, ...) {
  va_list all;
  double s = 0.0;
  va_start(all, n);
  for (int i = 0; i < n; i++) s += va_arg(all, double);
  va_end(all);
  return s;
}
double f(double v) { return summed(2, v, v * v) + summed(1, v); }
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
