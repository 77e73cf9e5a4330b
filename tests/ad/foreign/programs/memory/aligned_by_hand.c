/* Addresses rounded up to a multiple of 32 by arithmetic on integers. */
#include "../check.h"
#include <stdint.h>

static void f(const double *x, double *y) {
  char *raw = (char *)malloc(3 * sizeof(double) + 32), *other = (char *)malloc(3 * sizeof(double) + 32);
  double *a = (double *)(((uintptr_t)raw + 31) & ~(uintptr_t)31), *b = (double *)(((uintptr_t)other + 31) / 32 * 32);
  for (int i = 0; i < 3; i++) a[i] = x[2 - i] * x[i], b[i] = a[i] * x[0];
  y[0] = a[0] * b[1] + a[2] * b[2];
  free(raw);
  free(other);
}

CHECK_MAP(f, 3, 1)
