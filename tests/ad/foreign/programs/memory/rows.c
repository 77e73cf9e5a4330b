/* A matrix as an array of rows, each from malloc; rows change places. */
#include "../check.h"

static void f(const double *x, double *y) {
  int n = 3;
  double **a = (double **)malloc(n * sizeof(double *));
  for (int i = 0; i < n; i++) {
    a[i] = (double *)malloc(n * sizeof(double));
    for (int j = 0; j < n; j++) a[i][j] = x[i * n + j] + (i == j);
  }
  double *first = a[0];
  a[0] = a[2];
  a[2] = first;
  for (int i = 0; i < n; i++) {
    y[i] = 0.0;
    for (int j = 0; j < n; j++) y[i] += a[i][j] * a[j][i];
  }
  for (int i = 0; i < n; i++) free(a[i]);
  free(a);
}

CHECK_MAP(f, 9, 3)
