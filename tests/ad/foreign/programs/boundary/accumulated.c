/* y += f(x): the adjoint of an output that is added to stays. */
#include "../check.h"

static void g(const double *x, double *y) {
  y[0] += x[0] * x[1];
  if (x[0] > 10.0) y[1] = 0.0;
}

int main(void) {
  double x[2] = {0.5, 3.0}, y[2] = {1.0, 2.0};
#ifdef REVERSE
  double xb[2] = {0.25, 0.0}, yb[2] = {2.0, 4.0};
  __enzyme_autodiff_void((void *)g, enzyme_dup, x, xb, enzyme_dup, y, yb);
  CHECK_CLOSE(xb[0], 6.25);
  CHECK_CLOSE(xb[1], 1.0);
  CHECK_CLOSE(yb[0], 2.0);
  CHECK_CLOSE(yb[1], 4.0);
  CHECK_CLOSE(y[0], 2.5);
#endif
#ifdef FORWARD
  double v[2] = {1.0, 2.0}, dx[2] = {1.0, 1.0}, dy[2] = {7.0, 9.0};
  __enzyme_fwddiff_void((void *)g, enzyme_dup, x, dx, enzyme_dup, v, dy);
  CHECK_CLOSE(dy[0], 7.0 + 3.5);
  CHECK_CLOSE(dy[1], 9.0);
#endif
  return check_done();
}
