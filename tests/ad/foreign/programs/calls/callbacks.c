/* A callback with a context that it reads and writes. */
#include "../check.h"

typedef struct { const double *weights; double total; int n; } Context;
static void visit(double v, void *data) {
  Context *c = (Context *)data;
  c->total += c->weights[c->n++ % 2] * v * v;
}

static __attribute__((noinline)) void each(const double *x, int n, void (*callback)(double, void *), void *data) {
  for (int i = 0; i < n; i++) callback(x[i], data);
}

static void f(const double *x, double *y) {
  Context c = {x + 4, 0.0, 0};
  each(x, 4, visit, &c);
  y[0] = c.total * c.n;
}

CHECK_MAP(f, 6, 1)
