/* Returns out of loops and branches. */
#include "../check.h"

static double first_above(const double *x, int n, double bound) {
  double sum = 0.0;
  for (int i = 0; i < n; i++) {
    sum += x[i] * x[i];
    if (sum > bound) return sum * x[i];
    if (x[i] > 0.93) return -sum;
  }
  return 2.0 * sum;
}

static void f(const double *x, double *y) {
  y[0] = first_above(x, 5, 0.9);
  y[1] = first_above(x, 5, 100.0);
  y[2] = first_above(x + 2, 3, 0.01);
}

CHECK_MAP(f, 5, 3)
