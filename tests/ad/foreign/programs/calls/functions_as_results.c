/* A function that returns functions, and one that takes two of them. */
#include "../check.h"

typedef double (*Unary)(double);
#define NOINLINE __attribute__((noinline))
static NOINLINE double twice(double v) { return 2.0 * v; }
static NOINLINE double cube(double v) { return v * v * v; }
static NOINLINE Unary chosen(int n) { return n % 2 ? twice : cube; }
static NOINLINE double composed(Unary outer, Unary inner, double v) { return outer(inner(v)) + inner(v); }

static void f(const double *x, double *y) {
  double v = x[0];
  for (int n = 0; n < 4; n++) v = 0.5 * composed(chosen(n), chosen(n / 2), v) * x[1];
  y[0] = v;
}

CHECK_MAP(f, 2, 1)
