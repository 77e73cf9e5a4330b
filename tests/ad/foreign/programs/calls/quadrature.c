/* Adaptive quadrature: recursion over an integrand given as pointer with parameters. */
#include "../check.h"

typedef double (*Integrand)(double, const double *);
static double bump(double t, const double *p) { return exp(-p[0] * t * t) * (1.0 + p[1] * t); }

static __attribute__((noinline)) double adapted(Integrand g, const double *p, double a, double b, int depth) {
  double m = 0.5 * (a + b), coarse = (b - a) * g(m, p), fine = 0.5 * (b - a) * (g(0.5 * (a + m), p) + g(0.5 * (m + b), p));
  if (depth == 0 || fabs(fine - coarse) < 1e-3) return fine;
  return adapted(g, p, a, m, depth - 1) + adapted(g, p, m, b, depth - 1);
}

static void f(const double *x, double *y) { y[0] = adapted(bump, x, 0.0, 1.0 + x[2], 5); }

CHECK_MAP(f, 3, 1)
