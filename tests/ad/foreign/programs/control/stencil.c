/* Diffusion on a square with boundaries that are kept. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[5][5] = {{0.0}}, b[5][5];
  for (int i = 0; i < 9; i++) a[1 + i / 3][1 + i % 3] = x[i];
  memcpy(b, a, sizeof a);
  for (int t = 0; t < 4; t++) {
    for (int i = 1; i < 4; i++)
      for (int j = 1; j < 4; j++) b[i][j] = a[i][j] + 0.2 * (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1] - 4.0 * a[i][j] * a[i][j]);
    memcpy(a, b, sizeof a);
  }
  for (int j = 0; j < 3; j++) y[j] = a[1][1 + j] * a[3][3 - j];
}

CHECK_MAP(f, 9, 3)
