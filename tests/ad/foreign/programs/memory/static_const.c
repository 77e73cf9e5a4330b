/* Constant tables inside a function: coefficients, permutations, pointers to rows. */
#include "../check.h"

static double polynomial(double v, int which) {
  static const double even[3] = {1.0, -0.5, 0.25}, odd[3] = {0.5, 0.75, -1.0};
  static const double *const rows[2] = {even, odd};
  double p = 0.0;
  for (int k = 2; k >= 0; k--) p = p * v + rows[which][k];
  return p;
}

static void f(const double *x, double *y) {
  static const unsigned char order[4] = {2, 0, 3, 1};
  for (int i = 0; i < 4; i++) y[i] = polynomial(x[order[i]], order[3 - i] % 2) * x[i];
}

CHECK_MAP(f, 4, 4)
