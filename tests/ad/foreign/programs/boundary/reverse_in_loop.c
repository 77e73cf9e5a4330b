/* Derivative calls in a loop, from several functions and with shadows that are kept: a descent by gradients. */
#include "../check.h"

static double loss(const double *p, const double *t, int n) {
  double s = 0.0;
  for (int i = 0; i < n; i++) {
    double r = p[0] + p[1] * t[i] - exp(0.3 * t[i]);
    s += r * r;
  }
  return s / n;
}
static void step(double *p, const double *t, int n) {
  double b[2] = {0.0, 0.0};
  __enzyme_autodiff_void((void *)loss, enzyme_dup, p, b, enzyme_const, t, n);
  for (int i = 0; i < 2; i++) p[i] -= 0.3 * b[i];
}

int main(void) {
#ifdef REVERSE
  double t[5] = {0.0, 0.5, 1.0, 1.5, 2.0}, p[2] = {0.0, 0.0}, b[2] = {0.0, 0.0};
  for (int i = 0; i < 400; i++) step(p, t, 5);
  __enzyme_autodiff_void((void *)loss, enzyme_dup, p, b, enzyme_const, t, 5);
  CHECK_CLOSE_TO(b[0], 0.0, 1e-6);
  CHECK_CLOSE_TO(b[1], 0.0, 1e-6);
  CHECK_CLOSE_TO(p[1], 0.41, 0.02);
#endif
  return check_done();
}
