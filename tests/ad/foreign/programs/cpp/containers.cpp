/* std::array, std::pair, std::deque-like rings and std::list by its nodes. */
#include "../check.h"
#include <array>
#include <list>
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
  std::list<double> l;
  for (double v : a) l.push_front(v * x[2]);
  double s = 1.0;
  for (double v : l) s = s * v + 0.5;
  y[1] = s;
}

CHECK_MAP(f, 3, 2)
