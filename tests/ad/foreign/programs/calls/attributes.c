/* Callees that are inline, weak, an alias of another, pure or const. */
#include "../check.h"

__attribute__((weak)) double softened(double v) { return v / (1.0 + fabs(v)); }
double original(double v) { return v * v - 1.0; }
double renamed(double v) __attribute__((alias("original")));
static inline __attribute__((always_inline)) double inlined(double v) { return v + cos(v); }
static __attribute__((pure, noinline)) double summed(const double *x, int n) { return n ? x[0] + summed(x + 1, n - 1) * x[0] : 0.0; }
static __attribute__((const, noinline)) double squared(double v) { return v * v; }

static void f(const double *x, double *y) {
  y[0] = softened(x[0]) * renamed(x[1]);
  y[1] = inlined(summed(x, 3)) * squared(x[2]);
}

CHECK_MAP(f, 3, 2)
