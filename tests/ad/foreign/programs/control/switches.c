/* switch with a default, cases that fall through and a loop around it. */
#include "../check.h"

static void f(const double *x, double *y) {
  double s = 1.0;
  for (int i = 0; i < 9; i++) {
    double v = x[i % 4];
    switch (i % 5) {
    case 0: s += v; break;
    case 1: s *= v; /* fallthrough */
    case 2: s += sin(v * s); break;
    case 7: s = 0.0; break;
    default: s -= 0.3 * v * v;
    }
  }
  y[0] = s;
}

CHECK_MAP(f, 4, 1)
