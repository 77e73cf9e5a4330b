/* Algorithms of the standard library that are templates: accumulate, transform, sort, inner_product. */
#include "../check.h"
#include <algorithm>
#include <numeric>
#include <vector>

static void f(const double *x, double *y) {
  std::vector<double> v(x, x + 5), w(5);
  std::transform(v.begin(), v.end(), w.begin(), [](double e) { return e * e; });
  std::sort(w.begin(), w.end());
  y[0] = std::accumulate(w.begin(), w.end(), 1.0, [](double s, double e) { return s * (1.0 + e); });
  y[1] = std::inner_product(v.begin(), v.end(), w.rbegin(), 0.0) + *std::max_element(v.begin(), v.end());
}

CHECK_MAP(f, 5, 2)
