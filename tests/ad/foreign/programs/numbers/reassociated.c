/* Sums that may be added in any order, so that they become vectors. */
#include "../check.h"

static void f(const double *x, double *y) {
#pragma clang fp reassociate(on) contract(fast)
  double s = 0.0, p = 1.0, m = x[0];
  for (int i = 0; i < 24; i++) s += x[i] * x[i] * x[23 - i];
  for (int i = 0; i < 24; i++) p *= 0.5 + x[i];
  for (int i = 0; i < 24; i++) m = m > x[i] ? m : x[i];
  y[0] = s;
  y[1] = p * m;
}

CHECK_MAP(f, 24, 2)
