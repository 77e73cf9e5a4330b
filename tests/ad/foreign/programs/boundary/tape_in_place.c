/* enzyme_tape with enzyme_allocated: the tape lies in the caller's memory, whose size __enzyme_augmentsize gives. */
#include "../check.h"

static void g(const double *x, double *y, int n) {
  double s = x[0];
  for (int i = 0; i < n; i++) s = sin(s) * x[1];
  *y = s;
}
size_t __enzyme_augmentsize(void *, ...);
void __enzyme_augmentfwd_void(void *, ...);

int main(void) {
#ifdef SPLIT
  double x[2] = {0.8, 1.4}, b[2] = {0.5, 0.25}, y, yb = 2.0, da = x[1], s = x[0], db = 0.0;
  da = 1.0;
  for (int i = 0; i < 4; i++) db = cos(s) * db * x[1] + sin(s), da *= cos(s) * x[1], s = sin(s) * x[1];
  char space[64];
  CHECK_CLOSE(__enzyme_augmentsize((void *)g, enzyme_dup, enzyme_dup, enzyme_const) <= 64, 1.0);
  __enzyme_augmentfwd_void((void *)g, enzyme_allocated, 64, enzyme_tape, space, enzyme_dup, x, b, enzyme_dup, &y, &yb, 4);
  CHECK_CLOSE(y, s);
  __enzyme_reverse_void((void *)g, enzyme_allocated, 64, enzyme_tape, space, enzyme_dup, x, b, enzyme_dup, &y, &yb, 4);
  CHECK_CLOSE(b[0], 0.5 + 2.0 * da);
  CHECK_CLOSE(b[1], 0.25 + 2.0 * db);
#endif
  return check_done();
}
