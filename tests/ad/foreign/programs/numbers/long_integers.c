/* Whole numbers of 128 and of odd widths, which the reverse needs again. */
#include "../check.h"

typedef _BitInt(24) narrow;
static void f(const double *x, double *y) {
  unsigned __int128 s = 12345;
  narrow k = 3;
  double r = 0.0;
  int n = 5 + (x[0] > 1e300);
  for (int i = 0; i < n; i++) {
    s = s * 6364136223846793005ULL + 1442695040888963407ULL;
    k = (narrow)(k * 5 + 1) % 1000;
    double w = (double)(unsigned)(s >> 96) / 4294967296.0 + (double)k / 1000.0;
    if (k % 3 == 1) r = r * w + x[i % 3] * w;
    else r += x[i % 3] * x[(i + 1) % 3] * w * r;
  }
  y[0] = r;
  y[1] = r * x[2];
}
CHECK_MAP(f, 3, 2)
