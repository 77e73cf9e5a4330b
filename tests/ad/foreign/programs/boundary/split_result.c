/* Split mode of a function with a result: augmented forward gives tape and value, reverse takes the seed. */
#include "../check.h"

typedef struct { void *tape; double value; } Augmented;
typedef struct { double a, b; } Two;
Augmented __enzyme_augmentfwd_value(void *, ...);
Two __enzyme_reverse_two(void *, ...);
static double g(double a, double b) {
  double s = a;
  for (int i = 0; i < 4; i++) s = sin(s) * b + s * s * 0.1;
  return s;
}
static double along_a(double a) { return g(a, 1.3); }
static double along_b(double b) { return g(0.6, b); }

int main(void) {
#ifdef SPLIT
  Augmented r = __enzyme_augmentfwd_value((void *)g, enzyme_out, 0.6, enzyme_out, 1.3);
  CHECK_CLOSE(r.value, g(0.6, 1.3));
  Two d = __enzyme_reverse_two((void *)g, enzyme_out, 0.6, enzyme_out, 1.3, 2.0, r.tape);
  CHECK_CLOSE(d.a, 2.0 * slope(along_a, 0.6));
  CHECK_CLOSE(d.b, 2.0 * slope(along_b, 1.3));
  Augmented s = __enzyme_augmentfwd_value((void *)g, enzyme_out, 0.6, enzyme_const, 1.3);
  double alone = __enzyme_reverse_double((void *)g, enzyme_out, 0.6, enzyme_const, 1.3, -1.0, s.tape);
  CHECK_CLOSE(alone, -slope(along_a, 0.6));
#endif
  return check_done();
}
