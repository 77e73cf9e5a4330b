/* Pointers to pointers to pointers, redirected by callees. */
#include "../check.h"

static __attribute__((noinline)) void redirect(double ***p, double **to) { *p = to; }
static __attribute__((noinline)) void scale(double ***p, double by) { ***p *= by; }

static void f(const double *x, double *y) {
  double a = x[0], b = x[1], *pa = &a, *pb = &b, **ppa = &pa, **ppb = &pb, ***p = &ppa;
  scale(p, x[2]);
  redirect(p, ppb);
  scale(p, a);
  *ppa = &a;
  y[0] = ***p + a * b;
  y[1] = b;
}

CHECK_MAP(f, 3, 2)
