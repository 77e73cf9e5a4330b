/* frexp, modf and ilogb: a part carries the derivative, the rest is an integer. */
#include "../check.h"

static void f(const double *x, double *y) {
  int e;
  double whole, m = frexp(7.0 * x[0], &e), part = modf(3.0 * x[1], &whole);
  y[0] = m * e;
  y[1] = part * whole + part * x[0];
  y[2] = x[2] * ilogb(9.0 * x[2]);
}

CHECK_MAP(f, 3, 3)
