/* Recursion that is a thousand deep. */
#include "../check.h"

static __attribute__((noinline)) double deep(double v, const double *x, int n) {
  if (n == 0) return v;
  double r = deep(v + 1e-3 * sin(v), x, n - 1);
  return r * (1.0 - 1e-4 * x[n % 2] * v);
}

static void f(const double *x, double *y) { y[0] = deep(x[2], x, 1000); }

CHECK_MAP(f, 3, 1)
