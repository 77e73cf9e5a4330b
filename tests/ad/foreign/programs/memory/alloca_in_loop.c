/* alloca in a loop: the memory of all turns is alive until the end. */
#include "../check.h"

typedef struct Cell { double v; struct Cell *older; } Cell;

static __attribute__((noinline)) double chained(const double *x, int n) {
  Cell *last = NULL;
  for (int i = 0; i < n; i++) {
    Cell *c = (Cell *)__builtin_alloca(sizeof(Cell));
    c->v = x[i] * (last ? last->v : 1.0) + 0.5;
    c->older = last;
    last = c;
  }
  double s = 0.0;
  for (; last; last = last->older) s += last->v * last->v;
  return s;
}

static void f(const double *x, double *y) { y[0] = chained(x, 4); }

CHECK_MAP(f, 4, 1)
