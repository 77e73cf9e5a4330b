/* std::vector of double: push_back, resize, copies, moves, a vector of vectors. */
#include "../check.h"
#include <vector>

static void f(const double *x, double *y) {
  std::vector<double> v;
  for (int i = 0; i < 5; i++) v.push_back(x[i % 3] * (i + 1));
  std::vector<double> w = v;
  w.resize(7, x[0]);
  for (size_t i = 1; i < w.size(); i++) w[i] *= w[i - 1];
  std::vector<std::vector<double>> rows;
  rows.push_back(std::move(v));
  rows.emplace_back(3, x[1]);
  y[0] = w[6];
  y[1] = 0.0;
  for (const auto &row : rows)
    for (double e : row) y[1] += e * e;
}

CHECK_MAP(f, 3, 2)
