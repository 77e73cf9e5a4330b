/* cexp and csqrt-like functions of complex numbers. */
#include "../check.h"
#include <complex.h>

static void f(const double *x, double *y) {
  double complex a = x[0] + x[1] * I;
  double complex b = cexp(a) * cexp(-0.5 * a * a);
  y[0] = creal(b);
  y[1] = cimag(b);
}

CHECK_MAP(f, 2, 2)
