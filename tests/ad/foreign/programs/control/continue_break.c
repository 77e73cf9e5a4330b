/* continue, break out of two loops, and a loop without any turn. */
#include "../check.h"

static void f(const double *x, double *y) {
  double s = 0.0;
  for (int i = 0; i < 5; i++) {
    if (i == 1) continue;
    for (int j = 0; j < 5; j++) {
      if (j == i) continue;
      s += x[i] * x[j];
      if (s > 2.0) goto out;
      for (int k = 0; k < i - 3; k++) s *= x[k];
    }
  }
out:
  for (int k = 3; k < 2; k++) s = 0.0;
  y[0] = s * x[0];
}

CHECK_MAP(f, 5, 1)
