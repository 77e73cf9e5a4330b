/* Twenty thousand turns whose values are needed in reverse. */
#include "../check.h"

static void f(const double *x, double *y) {
  double s = x[0];
  for (int i = 0; i < 20000; i++) s = s + 1e-4 * sin(s * x[1]) * x[2];
  y[0] = s;
}

CHECK_MAP(f, 3, 1)
