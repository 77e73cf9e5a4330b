/* Conversions to integers and back: the integer part carries no derivative. */
#include "../check.h"

static void f(const double *x, double *y) {
  static const double knots[5] = {0.0, 1.0, 0.5, 2.0, 1.5};
  for (int i = 0; i < 3; i++) {
    double at = 3.0 * x[i];
    int k = (int)at;
    unsigned u = (unsigned)(100.0 * x[i]);
    double t = at - (double)k;
    y[i] = knots[k] * (1.0 - t) + knots[k + 1] * t * t + x[i] * (u > 50u) + (long)at * x[i];
  }
}

CHECK_MAP(f, 3, 3)
