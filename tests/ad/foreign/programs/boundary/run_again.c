/* enzyme_nofree: one tape is reversed three times with different seeds, and freed by the last. */
#include "../check.h"

typedef struct { void *tape; double value; } Augmented;
Augmented __enzyme_augmentfwd_value(void *, ...);
static double g(double a) {
  double s = a;
  while (s < 20.0) s = s * s + a;
  return s * cos(s);
}

int main(void) {
#ifdef SPLIT
  double d = slope(g, 1.1);
  Augmented r = __enzyme_augmentfwd_value((void *)g, enzyme_out, 1.1);
  double once = __enzyme_reverse_double((void *)g, enzyme_nofree, enzyme_out, 1.1, 1.0, r.tape);
  double twice = __enzyme_reverse_double((void *)g, enzyme_nofree, enzyme_out, 1.1, -2.0, r.tape);
  double last = __enzyme_reverse_double((void *)g, enzyme_out, 1.1, 0.5, r.tape);
  CHECK_CLOSE_TO(once, d, 1e-5);
  CHECK_CLOSE_TO(twice, -2.0 * d, 1e-5);
  CHECK_CLOSE_TO(last, 0.5 * d, 1e-5);
#endif
  return check_done();
}
