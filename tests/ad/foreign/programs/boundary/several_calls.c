/* Several functions in all modes, and one function with different activities, in one module. */
#include "../check.h"

static __attribute__((noinline)) double g(const double *a, const double *b, int n) {
  double s = 0.0;
  for (int i = 0; i < n; i++) s += a[i] * a[i] * b[i];
  return s;
}
static double h(double v, const double *a) { return v * g(a, a, 2); }

int main(void) {
  double a[2] = {0.5, 2.0}, b[2] = {3.0, -1.0};
#ifdef REVERSE
  double ab[2] = {0.0, 0.0}, bb[2] = {0.0, 0.0};
  __enzyme_autodiff_void((void *)g, enzyme_dup, a, ab, enzyme_const, b, 2);
  CHECK_CLOSE(ab[1], -4.0);
  __enzyme_autodiff_void((void *)g, enzyme_const, a, enzyme_dup, b, bb, 2);
  CHECK_CLOSE(bb[0], 0.25);
  __enzyme_autodiff_void((void *)g, enzyme_dup, a, ab, enzyme_dup, b, bb, 2);
  CHECK_CLOSE(ab[0], 6.0);
  CHECK_CLOSE(bb[1], 8.0);
  double v = __enzyme_autodiff_double((void *)h, enzyme_out, 2.0, enzyme_const, a);
  CHECK_CLOSE(v, 8.125);
#endif
#ifdef FORWARD
  double da[2] = {1.0, 0.0};
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, enzyme_dup, a, da, enzyme_const, b, 2), 3.0);
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)h, enzyme_const, 2.0, enzyme_dup, a, da), 1.5);
#endif
#ifdef SPLIT
  double ac[2] = {1.0, 1.0};
  typedef struct { void *tape; double value; } Augmented;
  Augmented __enzyme_augmentfwd_value(void *, ...);
  Augmented r = __enzyme_augmentfwd_value((void *)g, enzyme_dup, a, ac, enzyme_const, b, 2);
  CHECK_CLOSE(r.value, -3.25);
  __enzyme_reverse_void((void *)g, enzyme_dup, a, ac, enzyme_const, b, 2, 0.5, r.tape);
  CHECK_CLOSE(ac[0], 2.5);
#endif
  return check_done();
}
