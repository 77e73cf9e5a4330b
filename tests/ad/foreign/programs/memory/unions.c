/* A union read as what was written: a double, or an integer. */
#include "../check.h"

typedef struct { int kind; union { double real; long whole; } u; } Number;

static double value(const Number *n) { return n->kind ? n->u.real : (double)n->u.whole; }

static void f(const double *x, double *y) {
  Number numbers[4];
  for (int i = 0; i < 4; i++) {
    numbers[i].kind = i % 2;
    if (i % 2) numbers[i].u.real = x[i / 2] * x[i / 2];
    else numbers[i].u.whole = i + 1;
  }
  y[0] = 1.0;
  for (int i = 0; i < 4; i++) y[0] *= value(&numbers[i]);
}

CHECK_MAP(f, 2, 1)
