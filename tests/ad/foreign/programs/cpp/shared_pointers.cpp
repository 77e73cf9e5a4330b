/* std::shared_ptr: counts of owners are integers. */
#include "../check.h"
#include <memory>

static void f(const double *x, double *y) {
  auto a = std::make_shared<double>(x[0] * x[1]);
  auto b = a;
  *b *= x[2];
  y[0] = *a * a.use_count();
  b = std::make_shared<double>(x[1]);
  y[1] = *b + *a;
}

CHECK_MAP(f, 3, 2)
