/* A struct that ends in an array of any length. */
#include "../check.h"

typedef struct { int n; double scale; double data[]; } Block;

static __attribute__((noinline)) Block *filled(const double *x, int n) {
  Block *b = (Block *)malloc(sizeof(Block) + n * sizeof(double));
  b->n = n;
  b->scale = x[n - 1];
  for (int i = 0; i < n; i++) b->data[i] = x[i] * x[i];
  return b;
}

static __attribute__((noinline)) double sum(const Block *b) {
  double s = 0.0;
  for (int i = 0; i < b->n; i++) s += b->scale * b->data[i];
  return s;
}

static void f(const double *x, double *y) {
  Block *a = filled(x, 3), *b = filled(x + 1, 2);
  b->data[0] += a->data[2];
  y[0] = sum(a) * sum(b);
  free(a);
  free(b);
}

CHECK_MAP(f, 3, 1)
