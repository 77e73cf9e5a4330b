/* Functions that return structs: in registers, and large ones through memory (sret). */
#include "../check.h"

#define NOINLINE __attribute__((noinline))
typedef struct { double value, slope; } Dual;
typedef struct { double m[4]; int rank; const double *from; } Matrix;

static NOINLINE Dual times(Dual a, Dual b) {
  Dual r = {a.value * b.value, a.value * b.slope + a.slope * b.value};
  return r;
}
static NOINLINE Matrix product(Matrix a, const Matrix *b) {
  Matrix r = {{0.0}, a.rank + b->rank, b->from};
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++)
      for (int k = 0; k < 2; k++) r.m[2 * i + j] += a.m[2 * i + k] * b->m[2 * k + j];
  return r;
}

static void f(const double *x, double *y) {
  Dual a = {x[0], 1.0}, b = {x[1], x[2]};
  for (int i = 0; i < 3; i++) a = times(a, b);
  Matrix m = {{x[0], x[1], x[2], x[3]}, 1, x + 2}, n = product(m, &m);
  n = product(n, &m);
  y[0] = a.value + a.slope;
  y[1] = n.m[0] * n.m[3] + n.rank * *n.from;
}

CHECK_MAP(f, 4, 2)
