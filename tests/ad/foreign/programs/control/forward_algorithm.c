/* Sums of exponentials over hidden states, scaled at every step. */
#include "../check.h"

static void f(const double *x, double *y) {
  double a[2] = {0.5, 0.5}, like = 0.0;
  for (int t = 0; t < 5; t++) {
    double b[2], sum = 0.0;
    for (int j = 0; j < 2; j++) {
      b[j] = 0.0;
      for (int i = 0; i < 2; i++) b[j] += a[i] * (i == j ? x[i] : 1.0 - x[i]);
      b[j] *= exp(-0.5 * pow(t * 0.3 - x[2 + j], 2.0));
      sum += b[j];
    }
    for (int j = 0; j < 2; j++) a[j] = b[j] / sum;
    like += log(sum);
  }
  y[0] = like;
  y[1] = a[0];
}

CHECK_MAP(f, 4, 2)
