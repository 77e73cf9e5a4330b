/* Complex numbers of single precision. */
#define TOLERANCE 2e-3
#define STEP 2e-2
#include "../check.h"
#include <complex.h>

static void f(const double *x, double *y) {
  float complex a = (float)x[0] + (float)x[1] * I, b = a * a / (a + 1.0f);
  y[0] = crealf(b);
  y[1] = cimagf(b);
}

CHECK_MAP(f, 2, 2)
