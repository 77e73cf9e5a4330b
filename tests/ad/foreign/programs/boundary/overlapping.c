/* Input and output overlap: y is x one further on. */
#include "../check.h"

static __attribute__((noinline)) void g(const double *x, double *y, int n) {
  for (int i = 0; i < n; i++) y[i] = x[i] * x[i] + 0.5 * y[i];
}
static double last(double v) {
  double a[4] = {v, 0.3, 0.9, -0.2};
  g(a, a + 1, 3);
  return a[3];
}
static double last_of_second(double v) {
  double a[4] = {0.7, v, 0.9, -0.2};
  g(a, a + 1, 3);
  return a[3];
}

int main(void) {
#ifdef REVERSE
  double a[4] = {0.7, 0.3, 0.9, -0.2}, b[4] = {0.0, 0.0, 0.0, 1.0};
  __enzyme_autodiff_void((void *)g, enzyme_dup, a, b, enzyme_dup, a + 1, b + 1, 3);
  CHECK_CLOSE(b[0], slope(last, 0.7));
  CHECK_CLOSE(b[1], slope(last_of_second, 0.3));
  CHECK_CLOSE(b[3], 0.5);
#endif
#ifdef FORWARD
  double c[4] = {0.7, 0.3, 0.9, -0.2}, d[4] = {1.0, 2.0, 0.0, 0.0};
  __enzyme_fwddiff_void((void *)g, enzyme_dup, c, d, enzyme_dup, c + 1, d + 1, 3);
  CHECK_CLOSE(d[3], slope(last, 0.7) + 2.0 * slope(last_of_second, 0.3));
#endif
  return check_done();
}
