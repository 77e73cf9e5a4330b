/* An array that is changed in place: its shadow goes in as adjoint of the result and comes out as adjoint of the argument. */
#include "../check.h"

static void g(double *x, int n) {
  for (int t = 0; t < 3; t++)
    for (int i = 0; i < n; i++) x[i] = x[i] * x[(i + 1) % n] + 0.1 * t;
}
static double entry(int which, double v, int out) {
  double x[3] = {0.9, 1.1, 0.7};
  x[which] = v;
  g(x, 3);
  return x[out];
}
static double d00(double v) { return entry(0, v, 0); }
static double d02(double v) { return entry(0, v, 2); }
static double d20(double v) { return entry(2, v, 0); }
static double d22(double v) { return entry(2, v, 2); }

int main(void) {
#ifdef REVERSE
  double x[3] = {0.9, 1.1, 0.7}, b[3] = {1.0, 0.0, 2.0};
  __enzyme_autodiff_void((void *)g, enzyme_dup, x, b, 3);
  CHECK_CLOSE(b[0], slope(d00, 0.9) + 2.0 * slope(d02, 0.9));
  CHECK_CLOSE(b[2], slope(d20, 0.7) + 2.0 * slope(d22, 0.7));
#endif
#ifdef FORWARD
  double z[3] = {0.9, 1.1, 0.7}, d[3] = {1.0, 0.0, -1.0};
  __enzyme_fwddiff_void((void *)g, enzyme_dup, z, d, 3);
  CHECK_CLOSE(d[0], slope(d00, 0.9) - slope(d20, 0.7));
  CHECK_CLOSE(d[2], slope(d02, 0.9) - slope(d22, 0.7));
#endif
#ifdef SPLIT
  double w[3] = {0.9, 1.1, 0.7}, c[3] = {5.0, 5.0, 5.0};
  void *tape = __enzyme_augmentfwd_tape((void *)g, enzyme_dup, w, c, 3);
  c[0] = 0.0, c[1] = 0.0, c[2] = 1.0;
  __enzyme_reverse_void((void *)g, enzyme_dup, w, c, 3, tape);
  CHECK_CLOSE(c[0], slope(d02, 0.9));
  CHECK_CLOSE(c[2], slope(d22, 0.7));
#endif
  return check_done();
}
