/* enzyme_nofree: one tape is reversed three times with different seeds, and freed by the last. */
#include "../check.h"

typedef struct { void *tape; double value; } Augmented;
Augmented __enzyme_augmentfwd_value(void *, ...);
static double g(double a) {
  double s = a;
  for (int i = 0; s < 6.0; i++) s = s * sqrt(s) + a * i;
  return s * cos(s);
}

int main(void) {
#ifdef SPLIT
  double d = slope(g, 1.1);
  Augmented r = __enzyme_augmentfwd_value((void *)g, enzyme_out, 1.1);
  double once = __enzyme_reverse_double((void *)g, enzyme_nofree, enzyme_out, 1.1, 1.0, r.tape);
  double twice = __enzyme_reverse_double((void *)g, enzyme_nofree, enzyme_out, 1.1, -2.0, r.tape);
  double last = __enzyme_reverse_double((void *)g, enzyme_out, 1.1, 0.5, r.tape);
  CHECK_CLOSE(once, d);
  CHECK_CLOSE(twice, -2.0 * d);
  CHECK_CLOSE(last, 0.5 * d);
#endif
  return check_done();
}
