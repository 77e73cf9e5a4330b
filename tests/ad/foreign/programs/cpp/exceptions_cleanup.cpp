/* Exceptions that may leave: destructors stand in the way of the unwinder, nothing is caught. */
#include "../check.h"
#include <stdexcept>
#include <vector>

static __attribute__((noinline)) double root(double v) {
  if (v < 0.0) throw std::domain_error("negative");
  return sqrt(v);
}

static void f(const double *x, double *y) {
  std::vector<double> v(3, x[0]);
  for (int i = 0; i < 3; i++) v[i] = root(v[i] + x[i]);
  std::vector<double> w(v);
  w.push_back(root(v[1] * x[2]));
  y[0] = w[3] * w[0] + v.at(2);
}

CHECK_MAP(f, 3, 1)
