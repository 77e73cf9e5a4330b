/* float throughout: an array, sums, products and functions with f. */
#define TOLERANCE 2e-3
#define STEP 2e-2
#include "../check.h"

static float kernel(const float *a, int n) {
  float s = 0.0f;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < i; j++) s += expf(-(a[i] - a[j]) * (a[i] - a[j])) * sqrtf(a[i]);
  return s;
}

static void f(const double *x, double *y) {
  float a[5];
  for (int i = 0; i < 5; i++) a[i] = (float)x[i];
  y[0] = kernel(a, 5);
}

CHECK_MAP(f, 5, 1)
