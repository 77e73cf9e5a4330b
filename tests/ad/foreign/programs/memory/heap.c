/* malloc, calloc and free in a loop. */
#include "../check.h"

static void f(const double *x, double *y) {
  double sum = 0.0;
  for (int n = 1; n <= 4; n++) {
    double *a = (double *)malloc(n * sizeof(double)), *b = (double *)calloc(n, sizeof(double));
    for (int i = 0; i < n; i++) a[i] = x[i % 3] * (i + 1);
    for (int i = 1; i < n; i++) b[i] += a[i] * a[i - 1];
    for (int i = 0; i < n; i++) sum += sin(b[i]) * a[i];
    free(a);
    free(b);
  }
  y[0] = sum;
}

CHECK_MAP(f, 3, 1)
