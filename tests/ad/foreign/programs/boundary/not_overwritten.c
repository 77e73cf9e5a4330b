/* enzyme_not_overwritten: the caller promises that an argument is the same in both halves. */
#include "../check.h"

static void g(const double *x, double *y) { *y = sin(x[0]) * x[1] * x[1]; }

int main(void) {
#ifdef SPLIT
  double x[2] = {0.4, 1.5}, b[2] = {1.0, 2.0}, y, yb = 3.0;
  void *tape = __enzyme_augmentfwd_tape((void *)g, enzyme_not_overwritten, enzyme_dup, x, b, enzyme_dup, &y, &yb);
  y = -77.0;
  __enzyme_reverse_void((void *)g, enzyme_not_overwritten, enzyme_dup, x, b, enzyme_dup, &y, &yb, tape);
  CHECK_CLOSE(b[0], 1.0 + 3.0 * cos(0.4) * 2.25);
  CHECK_CLOSE(b[1], 2.0 + 9.0 * sin(0.4));
#endif
  return check_done();
}
