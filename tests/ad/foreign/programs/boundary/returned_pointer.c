/* A function whose result is a pointer: split mode gives its shadow beside it. */
#include "../check.h"

typedef struct { void *tape; double *value, *shadow; } Augmented;
Augmented __enzyme_augmentfwd_pointer(void *, ...);
static double *g(const double *x, double *space, int n) {
  for (int i = 0; i < n; i++) space[i] = x[i] * x[i];
  return space[0] > space[1] ? space : space + 1;
}

int main(void) {
#ifdef SPLIT
  double x[2] = {0.5, 1.5}, xb[2] = {1.0, 2.0}, space[2], sb[2] = {0.0, 0.0};
  Augmented r = __enzyme_augmentfwd_pointer((void *)g, enzyme_dup, x, xb, enzyme_dup, space, sb, 2);
  CHECK_CLOSE(r.value == space + 1, 1.0);
  CHECK_CLOSE(r.shadow == sb + 1, 1.0);
  CHECK_CLOSE(*r.value, 2.25);
  *r.shadow += 10.0;
  __enzyme_reverse_void((void *)g, enzyme_dup, x, xb, enzyme_dup, space, sb, 2, r.tape);
  CHECK_CLOSE(xb[0], 1.0);
  CHECK_CLOSE(xb[1], 32.0);
#endif
  return check_done();
}
