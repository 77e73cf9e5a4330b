/* One callee, several outputs, some of them NULL. */
#include "../check.h"

static __attribute__((noinline)) void moments(const double *x, int n, double *mean, double *variance, double *largest) {
  double s = 0.0, q = 0.0;
  for (int i = 0; i < n; i++) s += x[i], q += x[i] * x[i];
  if (mean) *mean = s / n;
  if (variance) *variance = q / n - s * s / n / n;
  if (largest) {
    *largest = x[0];
    for (int i = 1; i < n; i++) *largest = fmax(*largest, x[i]);
  }
}

static void f(const double *x, double *y) {
  double unused;
  moments(x, 5, &y[0], NULL, &y[2]);
  moments(x + 1, 4, NULL, &y[1], &unused);
  y[2] *= unused;
}

CHECK_MAP(f, 5, 3)
