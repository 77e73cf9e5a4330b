/* Indices that are computed from values, and stores through them. */
#include "../check.h"

static void f(const double *x, double *y) {
  int counts[4] = {0, 0, 0, 0};
  for (int j = 0; j < 4; j++) y[j] = 0.0;
  for (int i = 0; i < 8; i++) {
    int bin = (int)(4.0 * x[i]);
    if (bin > 3) bin = 3;
    double inside = 4.0 * x[i] - bin;
    y[bin] += inside * (1.0 + counts[bin]++);
    y[(bin + 1) % 4] += 1.0 - inside * x[i];
  }
}

CHECK_MAP(f, 8, 4)
