/* memset over structs with doubles, pointers and counts, which are then used again. */
#include "../check.h"

typedef struct { double sum; const double *last; int n; } Bin;

static void f(const double *x, double *y) {
  Bin bins[2];
  double total = 0.0;
  for (int turn = 0; turn < 3; turn++) {
    memset(bins, 0, sizeof bins);
    for (int i = 0; i < 5; i++) {
      Bin *b = &bins[(i + turn) % 2];
      b->sum += x[i] * (b->last ? *b->last : 1.0);
      b->last = &x[i];
      b->n++;
    }
    total += bins[0].sum * bins[1].sum / bins[turn % 2].n;
  }
  y[0] = total;
}

CHECK_MAP(f, 5, 1)
