/* An array of doubles that grows by realloc. */
#include "../check.h"

static void f(const double *x, double *y) {
  int room = 1, n = 0;
  double *a = (double *)malloc(sizeof(double));
  for (int i = 0; i < 7; i++) {
    if (n == room) {
      room *= 2;
      a = (double *)realloc(a, room * sizeof(double));
    }
    a[n++] = (i ? a[i - 1] : 1.0) * x[i % 3] + 0.5;
  }
  y[0] = a[6];
  y[1] = a[2] * a[5];
  free(a);
}

CHECK_MAP(f, 3, 2)
