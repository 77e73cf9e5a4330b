/* aligned_alloc. */
#include "../check.h"

static void f(const double *x, double *y) {
  double *a = (double *)aligned_alloc(64, 64), *b = (double *)aligned_alloc(32, 32);
  for (int i = 0; i < 4; i++) a[i] = x[i], b[i] = x[3 - i] * 2.0;
  for (int i = 0; i < 4; i++) a[i] *= b[(i + 1) % 4];
  y[0] = a[0] + a[1] * a[2];
  y[1] = a[3] * b[0];
  free(a);
  free(b);
}

CHECK_MAP(f, 4, 2)
