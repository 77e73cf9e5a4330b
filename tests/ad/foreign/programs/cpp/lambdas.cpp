/* Lambdas with captures by value and by reference, handed to templates. */
#include "../check.h"

template <typename F> static __attribute__((noinline)) double summed(int n, F g) {
  double s = 0.0;
  for (int i = 0; i < n; i++) s += g(i);
  return s;
}

static void f(const double *x, double *y) {
  double seen = 1.0;
  auto curve = [=](double t) { return x[0] * t * t + x[1]; };
  y[0] = summed(4, [&](int i) { return seen = seen * curve(0.3 * i); });
  y[1] = seen * summed(2, [&curve](int i) { return curve(i + 0.5); });
}

CHECK_MAP(f, 2, 2)
