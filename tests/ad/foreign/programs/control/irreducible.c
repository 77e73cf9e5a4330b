/* goto into a loop: a cycle with two ways in. */
#include "../check.h"

static void f(const double *x, double *y) {
  double s = x[0];
  int n = 0;
  if (x[1] > 0.5) goto second;
first:
  s = s * x[1] + 0.5;
  if (++n > 6) goto done;
second:
  s = sin(s) + x[2] * n;
  if (++n < 9) goto first;
done:
  y[0] = s;
}

CHECK_MAP(f, 3, 1)
