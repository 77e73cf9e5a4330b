/* Calls three deep that hand pointers to pointers down and results up by reference. */
#include "../check.h"

#define NOINLINE __attribute__((noinline))
static NOINLINE void inner(double **to, const double *const *from, int i) { **to += *from[i] * *from[1 - i]; (*to)++; }
static NOINLINE double middle(double **to, const double *const *from) {
  inner(to, from, 0);
  double seen = (*to)[-1];
  inner(to, from, 1);
  return seen * *from[0];
}
static NOINLINE void outer(double *to, const double *x, double *result) {
  const double *from[2] = {x, x + 1};
  *result = middle(&to, from) + (to[-1] *= 2.0);
}

static void f(const double *x, double *y) {
  double space[2] = {x[2], 0.5};
  outer(space, x, &y[0]);
  y[1] = space[0] * space[1];
}

CHECK_MAP(f, 3, 2)
