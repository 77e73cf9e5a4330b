/* Callees that never return, on paths that are not taken. */
#include "../check.h"
#include <assert.h>

static __attribute__((noreturn, noinline)) void fail(const char *why, double v) {
  fprintf(stderr, "%s: %g\n", why, v);
  exit(3);
}

static double root(double v) {
  if (v < 0.0) fail("negative", v);
  assert(v < 100.0);
  if (v > 50.0) abort();
  return sqrt(v);
}

static void f(const double *x, double *y) { y[0] = root(x[0]) * root(x[1] + root(x[0] * x[1])); }

CHECK_MAP(f, 2, 1)
