/* float arguments and results by value and in memory; a result of float has the seed 1. */
#include "../check.h"

float __enzyme_autodiff_of_float(void *, float); /* a float among variable arguments becomes a double */
float __enzyme_fwddiff_of_float(void *, float, float);
float __enzyme_autodiff_of_array(void *, int, float *, float *, int);
static float g(float a) { return a * a * a + sqrtf(a); }
static float h(const float *a, int n) {
  float s = 0.0f;
  for (int i = 0; i < n; i++) s += a[i] * a[i] * (i + 1);
  return s;
}

int main(void) {
  double a = 0.64f, d = 3.0 * a * a + 0.5 / sqrt(a);
#ifdef REVERSE
  float v[2] = {0.5f, 3.0f}, b[2] = {1.0f, 2.0f};
  CHECK_CLOSE_TO(__enzyme_autodiff_of_float((void *)g, 0.64f), d, 1e-6);
  __enzyme_autodiff_void((void *)h, enzyme_dup, v, b, 2);
  CHECK_CLOSE_TO(b[0], 2.0, 1e-6);
  CHECK_CLOSE_TO(b[1], 14.0, 1e-6);
#endif
#ifdef FORWARD
  CHECK_CLOSE_TO(__enzyme_fwddiff_of_float((void *)g, 0.64f, -2.0f), -2.0 * d, 1e-6);
#endif
  return check_done();
}
