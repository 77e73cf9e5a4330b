/* Arrays of a thousand, as vectorised loops see them: products, gathers by an index, a stride. */
#include "../check.h"

enum { N = 1000 };

static void f(const double *x, double *y) {
  double *a = (double *)malloc(N * sizeof(double)), *b = (double *)malloc(N * sizeof(double));
  int *at = (int *)malloc(N * sizeof(int));
  for (int i = 0; i < N; i++) a[i] = x[i % 8] * (1.0 + 1e-3 * i), at[i] = (i * 7) % N;
  for (int i = 0; i < N; i++) b[i] = a[at[i]] * a[i] + 0.5;
  double s = 0.0;
  for (int i = 0; i + 3 < N; i += 3) s += b[i] / (1.0 + a[i + 2] * a[i + 2]);
  y[0] = 1e-2 * s;
  free(a);
  free(b);
  free(at);
}

CHECK_MAP(f, 8, 1)
