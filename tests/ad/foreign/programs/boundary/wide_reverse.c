/* Reverse mode of width 3: three adjoints of each argument. */
#include "../check.h"

static void h(const double *x, double *y) {
  y[0] = x[0] * x[1];
  y[1] = x[0] * x[0];
}

int main(void) {
#ifdef REVERSE
  double x[2] = {0.5, 3.0}, b[3][2] = {{1.0, 0.0}, {0.0, 0.0}, {2.0, 2.0}}, y[2], yb[3][2] = {{1.0, 0.0}, {0.0, 1.0}, {2.0, -1.0}};
  __enzyme_autodiff_void((void *)h, enzyme_width, 3, enzyme_dup, x, b[0], b[1], b[2], enzyme_dup, y, yb[0], yb[1], yb[2]);
  CHECK_CLOSE(b[0][0], 4.0);
  CHECK_CLOSE(b[1][0], 1.0);
  CHECK_CLOSE(b[2][0], 2.0 + 6.0 - 1.0);
  CHECK_CLOSE(b[2][1], 2.0 + 1.0);
#endif
  return check_done();
}
