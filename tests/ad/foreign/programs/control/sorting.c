/* Insertion sort: what is swapped depends on the values. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[6];
  for (int i = 0; i < 6; i++) {
    int j = i;
    double v = x[i] * x[i];
    while (j > 0 && a[j - 1] > v) a[j] = a[j - 1], j--;
    a[j] = v;
  }
  for (int i = 0; i < 3; i++) y[i] = a[2 * i] * a[2 * i + 1] * (i + 1);
}

CHECK_MAP(f, 6, 3)
