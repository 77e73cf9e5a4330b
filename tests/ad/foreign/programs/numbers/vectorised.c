/* Loops that -O3 turns into vectors: products, conditional sums, reversed and strided reads. */
#include "../check.h"

static __attribute__((noinline)) void combine(const double *restrict a, const double *restrict b, double *restrict c, int n) {
  for (int i = 0; i < n; i++) c[i] = a[i] * b[n - 1 - i] + 0.5 * a[i];
  for (int i = 0; i < n; i++) c[i] = a[i] > 0.6 ? c[i] * c[i] : sqrt(c[i]);
}

static void f(const double *x, double *y) {
  double c[32];
  combine(x, x, c, 32);
  double even = 0.0, odd = 0.0;
  for (int i = 0; i < 16; i++) even += c[2 * i], odd += c[2 * i + 1] * c[2 * i];
  y[0] = even;
  y[1] = odd;
}

CHECK_MAP(f, 32, 2)
