/* Ternaries, fmin, fmax, fabs, copysign and the sign of zero products. */
#include "../check.h"

static void f(const double *x, double *y) {
  y[0] = (x[0] > x[1] ? x[0] : x[1] * x[2]) * (x[2] < 0.5 ? x[0] : 2.0);
  y[1] = fmin(x[0], x[1]) * fmax(x[1], x[2]) + fmax(x[0], 0.25);
  y[2] = fabs(x[0] - 0.9) + copysign(x[1], x[0] - 0.9) * x[2];
}

CHECK_MAP(f, 3, 3)
