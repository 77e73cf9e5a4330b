/* while loops in while loops: no number of turns is known, inner ones may have none. */
#include "../check.h"

static void f(const double *x, double *y) {
  double outer = x[0], total = 0.0;
  while (outer < 3.0) {
    double inner = outer * x[1];
    while (inner > 0.35) {
      double v = inner;
      while (v < 0.5) v = v * 1.7 + 0.01 * x[2];
      total += v * inner;
      inner *= 0.6;
    }
    outer += 0.3 + 0.1 * inner;
  }
  y[0] = total;
  y[1] = outer;
}

CHECK_MAP(f, 3, 2)
