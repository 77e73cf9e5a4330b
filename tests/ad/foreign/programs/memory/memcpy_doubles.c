/* memcpy, memmove of overlapping ranges and memset of doubles. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[8];
  memset(a, 0, sizeof a);
  memcpy(a + 1, x, 4 * sizeof(double));
  a[2] *= a[3];
  memmove(a + 2, a, 5 * sizeof(double));
  memmove(a, a + 1, 3 * sizeof(double));
  a[7] = a[3] * a[4];
  memset(a + 1, 0, sizeof(double));
  for (int j = 0; j < 3; j++) y[j] = a[j] + a[j + 3] * a[j + 5];
}

CHECK_MAP(f, 4, 3)
