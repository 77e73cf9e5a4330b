/* posix_memalign gives its block through a pointer. */
#include "../check.h"
int posix_memalign(void **, size_t, size_t);

static void f(const double *x, double *y) {
  void *block;
  if (posix_memalign(&block, 64, 3 * sizeof(double))) abort();
  double *a = (double *)block;
  for (int i = 0; i < 3; i++) a[i] = x[i] * x[i];
  y[0] = a[0] * a[1] + a[2];
  free(block);
}

CHECK_MAP(f, 3, 1)
