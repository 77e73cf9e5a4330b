/* std::array, std::pair, structured bindings, std::swap. */
#include "../check.h"
#include <array>
#include <utility>

static std::pair<double, int> largest(const std::array<double, 4> &a) {
  std::pair<double, int> best{a[0], 0};
  for (int i = 1; i < 4; i++)
    if (a[i] > best.first) best = {a[i], i};
  return best;
}

static void f(const double *x, double *y) {
  std::array<double, 4> a{x[0] * x[1], x[1], x[2] * 2.0, x[0]};
  auto best = largest(a);
  y[0] = best.first * (best.second + 1);
  std::array<std::pair<double, double>, 2> pairs{{{x[0], a[1]}, {a[2], x[2]}}};
  std::swap(pairs[0], pairs[1]);
  double s = 1.0;
  for (auto [u, v] : pairs) s = s * u + v;
  y[1] = s;
}

CHECK_MAP(f, 3, 2)
