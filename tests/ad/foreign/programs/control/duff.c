/* A switch into the middle of a loop. */
#include "../check.h"

static void f(const double *x, double *y) {
  double s = 0.0;
  int n = 7, i = 0, rounds = (n + 3) / 4;
  switch (n % 4) {
  case 0: do { s = s * 0.5 + x[i % 4]; i++;
  case 3: s += x[i % 4] * s; i++;
  case 2: s += sin(x[i % 4]); i++;
  case 1: s *= 1.0 + x[i % 4]; i++;
    } while (--rounds > 0);
  }
  y[0] = s;
}

CHECK_MAP(f, 4, 1)
