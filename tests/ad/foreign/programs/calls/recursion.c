/* A function that calls itself twice. */
#include "../check.h"

static double sum_of(const double *x, int n) {
  if (n == 1) return sin(x[0]);
  double left = sum_of(x, n / 2), right = sum_of(x + n / 2, n - n / 2);
  return left * right + left - 0.5 * right;
}

static void f(const double *x, double *y) { y[0] = sum_of(x, 7); }

CHECK_MAP(f, 7, 1)
