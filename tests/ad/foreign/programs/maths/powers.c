/* pow with both arguments active, with constant exponents, of integers, and powf. */
#include "../check.h"

static void f(const double *x, double *y) {
  y[0] = pow(x[0], x[1]);
  y[1] = pow(x[0], 3.0) + pow(x[1], -0.5) + pow(2.0, x[2]);
  y[2] = __builtin_powi(x[2], 5) * pow(x[1], 2);
}

CHECK_MAP(f, 3, 3)
