/* Triangular nests: forward substitution with a matrix of the arguments. */
#include "../check.h"

static void f(const double *x, double *y) {
  int n = 4, at = 0;
  for (int i = 0; i < n; i++) {
    double s = x[10 + i];
    for (int j = 0; j < i; j++) s -= x[at++] * y[j];
    y[i] = s / (1.0 + x[at++]);
  }
}

CHECK_MAP(f, 14, 4)
