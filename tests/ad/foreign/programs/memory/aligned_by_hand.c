/* An address rounded up to a multiple of 32 by arithmetic on integers. */
#include "../check.h"
#include <stdint.h>

static void f(const double *x, double *y) {
  char *raw = (char *)malloc(3 * sizeof(double) + 32);
  double *b = (double *)(((uintptr_t)raw + 31) & ~(uintptr_t)31);
  for (int i = 0; i < 3; i++) b[i] = x[2 - i] * x[i];
  y[0] = b[0] * b[1] + b[2];
  free(raw);
}

CHECK_MAP(f, 3, 1)
