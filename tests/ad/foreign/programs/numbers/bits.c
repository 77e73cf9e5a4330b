/* Signs and classes: signbit, isnan, isfinite, negative zero, a truth value as a factor. */
#include "../check.h"

static void f(const double *x, double *y) {
  double d = x[0] - 0.8;
  y[0] = (signbit(d) ? -d : d) * x[1] + -0.0;
  y[1] = (isnan(d) ? 0.0 : x[1] * d) + (isfinite(1.0 / d) != 0) * x[2];
  y[2] = (x[2] > 0.1) * x[2] * x[0] - !(x[1] < 0.1) * -x[1];
}

CHECK_MAP(f, 3, 3)
