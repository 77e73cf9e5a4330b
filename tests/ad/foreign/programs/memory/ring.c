/* A ring of cells that point at each other. */
#include "../check.h"

typedef struct Cell { double v; struct Cell *next, *before; } Cell;

static void f(const double *x, double *y) {
  Cell c[4];
  for (int i = 0; i < 4; i++) {
    c[i].v = x[i];
    c[i].next = &c[(i + 1) % 4];
    c[i].before = &c[(i + 3) % 4];
  }
  Cell *at = c;
  for (int t = 0; t < 10; t++) {
    at->v = 0.5 * at->v + 0.3 * at->next->v * at->before->v;
    at = t % 3 ? at->next : at->before;
  }
  for (int i = 0; i < 4; i++) y[i] = at->v, at = at->next;
}

CHECK_MAP(f, 4, 4)
