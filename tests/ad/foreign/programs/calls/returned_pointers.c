/* Functions that return pointers: to an argument, into an array, to fresh memory. */
#include "../check.h"

#define NOINLINE __attribute__((noinline))
static NOINLINE const double *larger(const double *a, const double *b) { return *a > *b ? a : b; }
static NOINLINE double *found(double *a, int n, double above) {
  for (int i = 0; i < n; i++)
    if (a[i] > above) return &a[i];
  return NULL;
}
static NOINLINE double *fresh(double v) {
  double *p = (double *)malloc(sizeof(double));
  *p = v * v;
  return p;
}

static void f(const double *x, double *y) {
  double a[4];
  for (int i = 0; i < 4; i++) a[i] = x[i];
  const double *l = larger(&x[0], &x[1]);
  double *p = found(a, 4, 0.5), *q = found(a, 4, 50.0), *r = fresh(x[2]);
  if (p) *p *= *l;
  y[0] = a[0] * a[1] * *r + (q ? *q : x[3]);
  *r *= x[3];
  y[1] = *r;
  free(r);
}

CHECK_MAP(f, 4, 2)
