/* sincos, which writes both results through pointers. */
#define _GNU_SOURCE
#include "../check.h"

static void f(const double *x, double *y) {
  double s, c;
  sincos(x[0] * x[1], &s, &c);
  y[0] = s * x[1];
  y[1] = c;
}

CHECK_MAP(f, 2, 2)
