// refused in f: `qsort`
#include <stdlib.h>
double __enzyme_autodiff(void *, ...);
static int below(const void *a, const void *b) { return *(const double *)a < *(const double *)b ? -1 : 1; }
double f(double v) {
  double a[3] = {v, 1.0, v * v};
  qsort(a, 3, sizeof(double), below); // here
  return a[0] + 2.0 * a[1] * a[2];
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
