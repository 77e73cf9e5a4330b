/* A linear system by elimination with rows exchanged. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[3][4];
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 4; j++) a[i][j] = j < 3 ? x[3 * i + j] + (i == (j + 1) % 3) : x[9 + i];
  for (int k = 0; k < 3; k++) {
    int best = k;
    for (int i = k + 1; i < 3; i++)
      if (fabs(a[i][k]) > fabs(a[best][k])) best = i;
    for (int j = k; j < 4; j++) {
      double t = a[k][j];
      a[k][j] = a[best][j];
      a[best][j] = t;
    }
    for (int i = k + 1; i < 3; i++) {
      double m = a[i][k] / a[k][k];
      for (int j = k; j < 4; j++) a[i][j] -= m * a[k][j];
    }
  }
  for (int i = 2; i >= 0; i--) {
    y[i] = a[i][3];
    for (int j = i + 1; j < 3; j++) y[i] -= a[i][j] * y[j];
    y[i] /= a[i][i];
  }
}

CHECK_MAP(f, 12, 3)
