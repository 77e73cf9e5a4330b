/* A function that returns an int: only its memory has derivatives. */
#include "../check.h"

static int g(double *a, int n) {
  int changed = 0;
  for (int i = 0; i < n; i++)
    if (a[i] > 0.0) a[i] *= a[i], changed++;
  return changed;
}
int __enzyme_fwddiff_int(void *, ...);

int main(void) {
#ifdef REVERSE
  double a[3] = {0.5, -1.0, 2.0}, b[3] = {1.0, 10.0, 100.0};
  __enzyme_autodiff_void((void *)g, enzyme_dup, a, b, 3);
  CHECK_CLOSE(b[0], 1.0);
  CHECK_CLOSE(b[1], 10.0);
  CHECK_CLOSE(b[2], 400.0);
  CHECK_CLOSE(a[2], 4.0);
#endif
#ifdef FORWARD
  double c[3] = {0.5, -1.0, 2.0}, d[3] = {1.0, 10.0, 100.0};
  __enzyme_fwddiff_void((void *)g, enzyme_dup, c, d, 3);
  CHECK_CLOSE(d[0], 1.0);
  CHECK_CLOSE(d[1], 10.0);
  CHECK_CLOSE(d[2], 400.0);
#endif
  return check_done();
}
