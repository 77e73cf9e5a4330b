/* Two functions that call each other. */
#include "../check.h"

static double odd(double v, int n);
static __attribute__((noinline)) double even(double v, int n) { return n == 0 ? v : odd(v * v + 0.1, n - 1) * v; }
static __attribute__((noinline)) double odd(double v, int n) { return n == 0 ? cos(v) : even(sin(v), n - 1) + v; }

static void f(const double *x, double *y) {
  y[0] = even(x[0], 5);
  y[1] = odd(x[1], 4) * even(x[0] * x[1], 3);
}

CHECK_MAP(f, 2, 2)
