/* An allocator of the program's own: blocks of different types from one malloc. */
#include "../check.h"

typedef struct { char *base; size_t used; } Arena;
static void *take(Arena *a, size_t n) {
  void *p = a->base + a->used;
  a->used += (n + 15) & ~(size_t)15;
  return p;
}

static void f(const double *x, double *y) {
  Arena a = {(char *)malloc(512), 0};
  double *v = (double *)take(&a, 3 * sizeof(double));
  int *n = (int *)take(&a, 3 * sizeof(int));
  double **p = (double **)take(&a, 3 * sizeof(double *));
  for (int i = 0; i < 3; i++) {
    v[i] = x[i] * x[i];
    n[i] = (i + 1) % 3;
    p[i] = &v[n[i]];
  }
  y[0] = 0.0;
  for (int i = 0; i < 3; i++) y[0] += v[i] * *p[i] * n[i];
  free(a.base);
}

CHECK_MAP(f, 3, 1)
