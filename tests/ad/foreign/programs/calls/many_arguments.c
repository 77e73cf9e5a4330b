/* More arguments than there are registers, of mixed types. */
#include "../check.h"

static __attribute__((noinline)) double mixed(int a, double b, const double *c, float d, long e, double f, double g, double h, double i, double j, double k, double l, char m, short n, double o, unsigned char p) {
  return a * b + c[e] * f - d * g + h * i * j + k * l * m - n * o * p;
}

static void f(const double *x, double *y) {
  y[0] = mixed(2, x[0], x, 0.5f, 3, x[1], x[2], x[3], x[0] * x[1], x[2], x[1], x[3], 3, -2, x[0], 200);
  y[1] = mixed(-1, x[3], x, 2.0f, 1, x[0], x[0], x[1], x[1], x[1], x[2], x[2], -1, 1, x[2] * x[3], 1);
}

CHECK_MAP(f, 4, 2)
