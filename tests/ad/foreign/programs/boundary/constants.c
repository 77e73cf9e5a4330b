/* Constant pointers among active ones: nothing flows into them. */
#include "../check.h"

static double g(const double *a, const double *weights, double *cache, int n) {
  double s = 0.0;
  for (int i = 0; i < n; i++) {
    cache[i] = a[i] * weights[i];
    s += cache[i] * a[i] + weights[i] * weights[i];
  }
  return s;
}

int main(void) {
  double a[3] = {0.5, -1.0, 2.0}, w[3] = {1.0, 3.0, -0.5}, cache[3], ab[3] = {1.0, 2.0, 3.0}, cb[3] = {0.0, 0.0, 0.0};
#ifdef REVERSE
  __enzyme_autodiff_void((void *)g, enzyme_dup, a, ab, enzyme_const, w, enzyme_dup, cache, cb, 3);
  for (int i = 0; i < 3; i++) CHECK_CLOSE(ab[i], 1.0 + i + 2.0 * w[i] * a[i]);
#endif
#ifdef FORWARD
  double d[3] = {1.0, 0.5, -1.0}, dc[3] = {9.0, 9.0, 9.0};
  double t = __enzyme_fwddiff_double((void *)g, enzyme_dup, a, d, enzyme_const, w, cache, dc, enzyme_const, 3), expected = 0.0;
  for (int i = 0; i < 3; i++) expected += 2.0 * w[i] * a[i] * d[i], check_close("tangent of the cache", dc[i], d[i] * w[i]);
  CHECK_CLOSE(t, expected);
#endif
  CHECK_CLOSE(w[0] + w[1] + w[2], 3.5);
  return check_done();
}
