/* while and do loops whose number of turns depends on the values. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a = x[0], b = x[1];
  int n = 0;
  while (fabs(a - b) > 1e-2 && n < 50) {
    double m = 0.5 * (a + b);
    b = sqrt(a * b);
    a = m;
    n++;
  }
  double s = 1.0;
  do s *= 0.5 + a;
  while (s > 0.9 && s < 3.0 && n++ < 60);
  y[0] = a;
  y[1] = s;
}

CHECK_MAP(f, 2, 2)
