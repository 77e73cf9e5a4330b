/* Two buffers that change roles at every step. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[6], b[6], *from = a, *to = b;
  memcpy(a, x, sizeof a);
  for (int t = 0; t < 5; t++) {
    for (int i = 0; i < 6; i++) to[i] = from[i] + 0.1 * (from[(i + 1) % 6] * from[(i + 5) % 6] - from[i]);
    double *old = from;
    from = to;
    to = old;
  }
  for (int i = 0; i < 3; i++) y[i] = from[i] * to[i + 3];
}

CHECK_MAP(f, 6, 3)
