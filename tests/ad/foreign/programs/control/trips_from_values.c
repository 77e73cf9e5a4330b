/* Numbers of turns that are computed from the arguments. */
#include "../check.h"

static void f(const double *x, double *y) {
  int n = (int)(10.0 * x[0]), m = (int)floor(4.0 * x[1]);
  double s = x[2];
  for (int i = 0; i < n; i++)
    for (int j = i; j < m + i % 2; j++) s = 0.7 * s + 0.1 * x[0] * x[1] * s * j;
  y[0] = s;
}

CHECK_MAP(f, 3, 1)
