/* enzyme_noret and constant results: only what the function writes is differentiated. */
#include "../check.h"

static double g(double *x) {
  double before = x[0] * x[1];
  x[0] = before * before;
  return before;
}

int main(void) {
#ifdef REVERSE
  double x[2] = {0.5, 1.5}, b[2] = {1.0, 0.0};
  __enzyme_autodiff_void((void *)g, enzyme_const_return, enzyme_dup, x, b);
  CHECK_CLOSE(b[0], 2.0 * 0.5 * 2.25);
  CHECK_CLOSE(b[1], 2.0 * 0.25 * 1.5);
#endif
  return check_done();
}
