/* float and double in one computation, conversions both ways. */
#define TOLERANCE 2e-3
#define STEP 2e-2
#include "../check.h"

static void f(const double *x, double *y) {
  float a[3];
  for (int i = 0; i < 3; i++) a[i] = (float)(x[i] * x[i]);
  double s = 0.0;
  for (int i = 0; i < 3; i++) s += a[i] * (double)a[(i + 1) % 3] * x[i];
  float t = sinf((float)s) + 0.5f * a[1];
  y[0] = s;
  y[1] = t * x[0];
}

CHECK_MAP(f, 3, 2)
