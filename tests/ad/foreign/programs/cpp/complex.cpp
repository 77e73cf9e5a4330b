/* std::complex. */
#include "../check.h"
#include <complex>

static void f(const double *x, double *y) {
  std::complex<double> a(x[0], x[1]), b = a * a / (a + 1.0), c = std::conj(b) * x[2];
  y[0] = std::norm(c);
  y[1] = (b * c + a).imag();
}

CHECK_MAP(f, 3, 2)
