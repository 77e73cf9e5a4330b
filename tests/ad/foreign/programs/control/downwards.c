/* Loops that count down, by steps, and with two counters. */
#include "../check.h"

static void f(const double *x, double *y) {
  double s = 1.0, t = 0.0;
  for (int i = 6; i >= 0; i -= 2) s = s * x[i] + 0.25;
  for (unsigned i = 7; i-- > 0;) t += x[i] * s;
  for (int i = 0, j = 6; i < j; i++, j -= 2) t *= 0.5 + x[i] * x[j];
  y[0] = s;
  y[1] = t;
}

CHECK_MAP(f, 7, 2)
