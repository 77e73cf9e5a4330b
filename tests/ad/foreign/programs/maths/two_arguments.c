/* Functions of two numbers: atan2, hypot, fmod, remainder, fdim, ldexp, scalbn. */
#include "../check.h"

static void f(const double *x, double *y) {
  y[0] = atan2(x[0], x[1]) * hypot(x[1], x[2]);
  y[1] = fmod(5.0 * x[0], x[1]) + remainder(4.0 * x[2], 0.7);
  y[2] = fdim(x[0], 0.1) * fdim(0.1, x[0]) + ldexp(x[1], 3) * scalbn(x[2], -1) + fdim(x[0], 0.2);
}

CHECK_MAP(f, 3, 3)
