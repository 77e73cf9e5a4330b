/* fma and fmaf, and what is contracted into them. */
#include "../check.h"

static void f(const double *x, double *y) {
#pragma STDC FP_CONTRACT ON
  y[0] = fma(x[0], x[1], x[2]) * fma(-x[0], x[2], 1.0);
  y[1] = x[0] * x[1] + x[2];
}

CHECK_MAP(f, 3, 2)
