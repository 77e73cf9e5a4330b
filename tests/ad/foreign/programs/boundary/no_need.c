/* enzyme_dupnoneed: the value of an output need not be right, its derivative must be. */
#include "../check.h"

static void g(const double *x, double *y) { *y = x[0] * x[0] * sin(x[1]); }

int main(void) {
  double x[2] = {1.5, 0.4}, y = 0.0, d0 = 2.0 * x[0] * sin(x[1]), d1 = x[0] * x[0] * cos(x[1]);
#ifdef REVERSE
  double xb[2] = {10.0, 20.0}, yb = 3.0;
  __enzyme_autodiff_void((void *)g, enzyme_dup, x, xb, enzyme_dupnoneed, &y, &yb);
  CHECK_CLOSE(xb[0], 10.0 + 3.0 * d0);
  CHECK_CLOSE(xb[1], 20.0 + 3.0 * d1);
  CHECK_CLOSE(yb, 0.0);
#endif
#ifdef FORWARD
  double dx[2] = {1.0, -2.0}, dy = 0.0;
  __enzyme_fwddiff_void((void *)g, enzyme_dup, x, dx, enzyme_dupnoneed, &y, &dy);
  CHECK_CLOSE(dy, d0 - 2.0 * d1);
#endif
  return check_done();
}
