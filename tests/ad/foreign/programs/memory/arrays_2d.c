/* Arrays of arrays: a product of matrices in place and a transpose. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[3][3], b[3][3], c[3][3] = {{0.0}};
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) a[i][j] = x[3 * i + j], b[j][i] = x[3 * i + j] * (i + 1);
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      for (int k = 0; k < 3; k++) c[i][j] += a[i][k] * b[k][j];
  for (int i = 0; i < 3; i++) y[i] = c[i][(i + 1) % 3] - c[i][i] * a[0][i];
}

CHECK_MAP(f, 9, 3)
