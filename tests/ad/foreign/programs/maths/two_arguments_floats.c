/* Functions of two numbers in single precision. */
#define TOLERANCE 2e-3
#define STEP 2e-2
#include "../check.h"

static void f(const double *x, double *y) {
  float a = (float)x[0], b = (float)x[1], c = (float)x[2];
  y[0] = atan2f(a, b) * hypotf(b, c);
  y[1] = powf(a, b) * fmodf(a, 2.0f) + ldexpf(c, 1);
  y[2] = fminf(a, b) * fmaxf(b, c) + copysignf(a, -b) + fabsf(c - 1.0f);
}

CHECK_MAP(f, 3, 3)
