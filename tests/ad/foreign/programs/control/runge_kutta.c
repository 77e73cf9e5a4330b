/* Steps of Runge and Kutta of fourth order for a pendulum with friction. */
#include "../check.h"

static void slopes(const double *s, const double *p, double *d) {
  d[0] = s[1];
  d[1] = -p[0] * sin(s[0]) - p[1] * s[1];
}

static void f(const double *x, double *y) {
  double s[2] = {x[0], x[1]}, k[4][2], at[2];
  const double h = 0.1;
  for (int t = 0; t < 6; t++) {
    for (int stage = 0; stage < 4; stage++) {
      double reach = stage == 0 ? 0.0 : stage == 3 ? h : 0.5 * h;
      for (int i = 0; i < 2; i++) at[i] = s[i] + (stage ? reach * k[stage - 1][i] : 0.0);
      slopes(at, x + 2, k[stage]);
    }
    for (int i = 0; i < 2; i++) s[i] += h / 6.0 * (k[0][i] + 2.0 * k[1][i] + 2.0 * k[2][i] + k[3][i]);
  }
  y[0] = s[0];
  y[1] = s[1];
}

CHECK_MAP(f, 4, 2)
