/* Newton's method until it has converged, and bisection. */
#define TOLERANCE 1e-6
#include "../check.h"

static double newton(double a) {
  double v = a;
  for (int i = 0; i < 40; i++) {
    double step = (v * v * v + v - a) / (3.0 * v * v + 1.0);
    v -= step;
    if (fabs(step) < 1e-13) break;
  }
  return v;
}

static void f(const double *x, double *y) {
  y[0] = newton(x[0]) * newton(x[1]);
  y[1] = newton(newton(x[0]) + x[1]);
}

CHECK_MAP(f, 2, 2)
