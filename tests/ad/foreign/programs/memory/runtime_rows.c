/* Pointers to rows whose length is known at run time. */
#include "../check.h"

static __attribute__((noinline)) double traced(int n, const double *x) {
  double(*a)[n] = (double(*)[n])malloc(n * n * sizeof(double)), s = 0.0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) a[i][j] = x[i] * x[j] + (i == j);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) s += a[i][j] * a[j][n - 1 - i];
  free(a);
  return s;
}

static void f(const double *x, double *y) { y[0] = traced(2, x) * traced(3, x); }

CHECK_MAP(f, 3, 1)
