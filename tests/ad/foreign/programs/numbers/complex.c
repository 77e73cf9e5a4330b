/* Complex numbers: products, quotients, conjugates, absolute values. */
#include "../check.h"
#include <complex.h>

static void f(const double *x, double *y) {
  double complex a = x[0] + x[1] * I, b = x[2] - x[3] * I;
  double complex c = a * b / (a + 2.0 * b);
  for (int i = 0; i < 3; i++) c = c * c + conj(a);
  y[0] = creal(c);
  y[1] = cimag(c) * cabs(b);
}

CHECK_MAP(f, 4, 2)
