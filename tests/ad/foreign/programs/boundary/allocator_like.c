/* An allocator of the program's own is said to be one. */
#include "../check.h"

static __attribute__((noinline)) void *take(int kind, size_t n) { return malloc(n + kind); }
static __attribute__((noinline)) void give(void *p) { free(p); }
void *__enzyme_allocation_like_take[4] = {(void *)take, (void *)1, (void *)"-1", (void *)give};

static void f(const double *x, double *y) {
  double *a = (double *)take(0, 3 * sizeof(double));
  for (int i = 0; i < 3; i++) a[i] = x[i] * x[(i + 1) % 3];
  y[0] = a[0] * a[1] + a[2];
  give(a);
}

CHECK_MAP(f, 3, 1)
