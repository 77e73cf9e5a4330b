/* Reverse mode by a registered pair: augmented forward with a tape, and reverse. */
#include "../check.h"

static __attribute__((noinline)) void scaled(double *x, double *out) { *out = x[0] * x[0]; }
static void *scaled_augmented(double *x, double *xb, double *out, double *outb) {
  double *kept = (double *)malloc(sizeof(double));
  *kept = x[0];
  *out = x[0] * x[0];
  return kept;
}
static void scaled_reverse(double *x, double *xb, double *out, double *outb, void *tape) {
  xb[0] += 2.0 * *(double *)tape * *outb + 100.0; /* the 100 shows that this rule is used */
  *outb = 0.0;
  free(tape);
}
void *__enzyme_register_gradient_scaled[3] = {(void *)scaled, (void *)scaled_augmented, (void *)scaled_reverse};
static void g(double *x, double *y) {
  scaled(x, y);
  *y *= 3.0;
}

int main(void) {
#ifdef REVERSE
  double x = 0.7, xb = 1.0, y, yb = 1.0;
  __enzyme_autodiff_void((void *)g, enzyme_dup, &x, &xb, enzyme_dup, &y, &yb);
  CHECK_CLOSE(xb, 101.0 + 6.0 * x);
#endif
  return check_done();
}
