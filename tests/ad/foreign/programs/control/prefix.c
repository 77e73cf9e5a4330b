/* Recurrences along an array: a scan, a filter backwards, a maximum so far. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[6], best = -1e300;
  a[0] = x[0];
  for (int i = 1; i < 6; i++) a[i] = 0.5 * a[i - 1] + x[i] * x[i];
  for (int i = 4; i >= 0; i--) a[i] += 0.25 * a[i + 1] * a[i];
  for (int i = 0; i < 6; i++) {
    if (a[i] > best) best = a[i];
    if (i % 2) y[i / 2] = best * a[i];
  }
}

CHECK_MAP(f, 6, 3)
