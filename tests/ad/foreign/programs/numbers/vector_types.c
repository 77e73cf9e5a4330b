/* Vectors written by hand: arithmetic by lanes, comparisons, shuffles, single lanes. */
#include "../check.h"

typedef double Four __attribute__((vector_size(32)));
typedef long Mask __attribute__((vector_size(32)));

static void f(const double *x, double *y) {
  Four a, b = {x[4], x[5], x[6], x[7]};
  memcpy(&a, x, sizeof a);
  Four c = a * b + 0.5;
  Mask m = c > 0.8;
  Four d = __builtin_shufflevector(a, c, 0, 5, 2, 7);
  Four e = (Four)(((Mask)c & m) | ((Mask)d & ~m));
  e[2] *= x[0];
  y[0] = e[0] + e[1] * e[2];
  y[1] = e[3] * d[1];
}

CHECK_MAP(f, 8, 2)
