/* One function called with arguments that are active, constant, and the same. */
#include "../check.h"

static __attribute__((noinline)) double mix(const double *a, const double *b, double w) { return w * a[0] * b[1] + a[1] * b[0]; }

static void f(const double *x, double *y) {
  static const double fixed[2] = {0.5, -2.0};
  y[0] = mix(x, fixed, 1.5) + mix(fixed, x, x[0]);
  y[1] = mix(x, x, x[1]) * mix(fixed, fixed, x[1]);
}

CHECK_MAP(f, 2, 2)
