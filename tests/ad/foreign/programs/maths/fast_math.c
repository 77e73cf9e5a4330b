/* Functions that the compiler was told have no errors: intrinsics in place of calls. */
#include "../check.h"

#pragma float_control(precise, off)
static void f(const double *x, double *y) {
  y[0] = exp(x[0]) / x[1] + log(x[1]) * sqrt(x[2]);
  y[1] = sin(x[0]) * cos(x[1]) + pow(x[2], x[0]) - fabs(x[1]) * floor(3.0 * x[2]);
}

CHECK_MAP(f, 3, 2)
