/* && and || over calls that write. */
#include "../check.h"

static int step(double *v, double by, double bound) {
  *v *= by;
  return *v < bound;
}

static void f(const double *x, double *y) {
  double v = x[0];
  if (step(&v, x[1], 0.9) && (step(&v, 1.0 + x[2], 0.01) || step(&v, x[3], 0.4))) v += x[1] * x[3];
  y[0] = v;
  y[1] = (v > 0.2 || step(&v, x[2], 9.0)) ? v * x[0] : -v;
}

CHECK_MAP(f, 4, 2)
