/* A function that returns a large struct through memory: the storage and its shadow come first. */
#include "../check.h"

typedef struct { double v[5]; } Large;
static __attribute__((noinline)) Large g(double a, const double *x) {
  Large r;
  for (int i = 0; i < 5; i++) r.v[i] = a * x[i % 2] + x[(i + 1) % 2] * i;
  return r;
}
static void wrapped(const double *in, double *y) {
  Large r = g(in[2], in);
  for (int i = 0; i < 5; i++) y[i] = r.v[i] * r.v[(i + 1) % 5];
}

CHECK_MAP(wrapped, 3, 5)
