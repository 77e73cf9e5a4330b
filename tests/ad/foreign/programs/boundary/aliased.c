/* f(x, x): two arguments are one array, and so are their shadows. */
#include "../check.h"

static __attribute__((noinline)) double g(const double *a, const double *b, int n) {
  double s = 0.0;
  for (int i = 0; i < n; i++) s += a[i] * b[n - 1 - i] * a[i];
  return s;
}
static double of_one(double v) {
  double x[3] = {0.5, v, -1.5};
  return g(x, x, 3);
}
static double of_first(double v) {
  double x[3] = {v, 2.0, -1.5};
  return g(x, x, 3);
}

int main(void) {
  double x[3] = {0.5, 2.0, -1.5};
#ifdef REVERSE
  double b[3] = {1.0, 1.0, 1.0};
  __enzyme_autodiff_void((void *)g, enzyme_dup, x, b, enzyme_dup, x, b, 3);
  CHECK_CLOSE(b[0], 1.0 + slope(of_first, 0.5));
  CHECK_CLOSE(b[1], 1.0 + slope(of_one, 2.0));
#endif
#ifdef FORWARD
  double d[3] = {1.0, -1.0, 0.0};
  double t = __enzyme_fwddiff_double((void *)g, enzyme_dup, x, d, enzyme_dup, x, d, 3);
  CHECK_CLOSE(t, slope(of_first, 0.5) - slope(of_one, 2.0));
#endif
  return check_done();
}
