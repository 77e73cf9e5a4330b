/* Callees that return an int and write their results through pointers. */
#include "../check.h"

static __attribute__((noinline)) int divide(double a, double b, double *out) {
  if (fabs(b) < 0.3) return -1;
  *out = a / b;
  return b < 0.0 ? 1 : 0;
}

static void f(const double *x, double *y) {
  double r = 1.0;
  int codes = 0;
  for (int i = 0; i < 5; i++) {
    int code = divide(r, x[i] - 0.6, &r);
    if (code < 0) r *= x[i];
    else codes += code;
  }
  y[0] = r * (2 + codes);
}

CHECK_MAP(f, 5, 1)
