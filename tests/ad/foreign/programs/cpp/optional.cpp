/* std::optional, std::tuple and std::variant. */
#include "../check.h"
#include <optional>
#include <tuple>
#include <variant>

static __attribute__((noinline)) std::optional<double> root(double v) {
  if (v < 0.0) return std::nullopt;
  return sqrt(v);
}

static void f(const double *x, double *y) {
  auto r = root(x[0]), s = root(-x[1]);
  y[0] = r.value_or(1.0) * s.value_or(x[1]);
  auto [a, n, b] = std::make_tuple(x[0] * x[1], 3, x[1]);
  std::variant<int, double> v = 2;
  if (n == 3) v = a * b;
  y[1] = std::get<double>(v) * n;
}

CHECK_MAP(f, 2, 2)
