/* std::function holds lambdas with captures. */
#include "../check.h"
#include <functional>

static __attribute__((noinline)) double applied(const std::function<double(double)> &g, double v) { return g(g(v)); }

static void f(const double *x, double *y) {
  double a = x[0], b = x[1];
  std::function<double(double)> g = [a](double v) { return a * v * v; };
  if (x[1] > 0.2) g = [&b, g](double v) { return g(v) + b; };
  y[0] = applied(g, x[2]);
}

CHECK_MAP(f, 3, 1)
