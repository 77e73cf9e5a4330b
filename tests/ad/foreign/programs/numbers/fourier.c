/* A Fourier transform by recursion over complex arrays. */
#include "../check.h"
#include <complex.h>

static void transform(double complex *a, int n, int stride, double complex *out) {
  if (n == 1) {
    out[0] = a[0];
    return;
  }
  transform(a, n / 2, 2 * stride, out);
  transform(a + stride, n / 2, 2 * stride, out + n / 2);
  for (int k = 0; k < n / 2; k++) {
    double angle = -6.283185307179586 * k / n;
    double complex t = (cos(angle) + I * sin(angle)) * out[k + n / 2];
    out[k + n / 2] = out[k] - t;
    out[k] += t;
  }
}

static void f(const double *x, double *y) {
  double complex a[8], b[8];
  for (int i = 0; i < 8; i++) a[i] = x[i] + I * x[(i + 3) % 8] * x[i];
  transform(a, 8, 1, b);
  for (int k = 0; k < 4; k++) y[k] = creal(b[k]) * cimag(b[k + 4]);
}

CHECK_MAP(f, 8, 4)
