/* Recursion that is nested in its own argument. */
#include "../check.h"

static __attribute__((noinline)) double nested(double v, int m, int n) {
  if (m == 0) return 0.9 * v + 0.1 * sin(v);
  if (n == 0) return nested(v * v, m - 1, 1);
  return nested(nested(v, m, n - 1), m - 1, n);
}

static void f(const double *x, double *y) { y[0] = nested(x[0], 2, 3) * nested(x[1], 1, 2); }

CHECK_MAP(f, 2, 1)
