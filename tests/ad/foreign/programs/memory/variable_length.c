/* Local arrays whose length is known at run time only. */
#include "../check.h"

static __attribute__((noinline)) double smoothed(const double *x, int n) {
  double a[n], b[n + 1];
  for (int i = 0; i < n; i++) a[i] = x[i] * x[n - 1 - i];
  b[0] = 1.0;
  for (int i = 0; i < n; i++) b[i + 1] = 0.5 * b[i] + a[i] * x[i];
  return b[n] * a[n / 2];
}

static void f(const double *x, double *y) {
  for (int n = 2; n < 5; n++) y[n - 2] = smoothed(x, n);
}

CHECK_MAP(f, 4, 3)
