/* Which array is active is known at run time only: the shadow of a constant one is itself. */
#include "../check.h"

static __attribute__((noinline)) const double *chosen(const double *a, const double *b, int which) { return which ? a : b; }
static double g(const double *a, const double *b, int which, double s) {
  const double *p = chosen(a, b, which);
  return s * p[0] * p[0] + a[0];
}

int main(void) {
  double a = 0.5, b = 2.0;
#ifdef REVERSE
  double ab = 1.0;
  double s = __enzyme_autodiff_double((void *)g, enzyme_runtime_activity, enzyme_dup, &a, &ab, enzyme_const, &b, 0, enzyme_out, 3.0);
  CHECK_CLOSE(s, 4.0);
  CHECK_CLOSE(ab, 2.0);
  CHECK_CLOSE(b, 2.0);
  s = __enzyme_autodiff_double((void *)g, enzyme_runtime_activity, enzyme_dup, &a, &ab, enzyme_const, &b, 1, enzyme_out, 3.0);
  CHECK_CLOSE(s, 0.25);
  CHECK_CLOSE(ab, 2.0 + 3.0 + 1.0);
#endif
#ifdef FORWARD
  double d = 1.0;
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, enzyme_runtime_activity, enzyme_dup, &a, &d, enzyme_const, &b, 0, enzyme_dup, 3.0, 1.0), 5.0);
#endif
  return check_done();
}
