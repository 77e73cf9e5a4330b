/* enzyme_strong_zero: an adjoint of 0 stays 0 where a partial is infinite. */
#include "../check.h"

static double g(double a, double b) { return sqrt(a) * b; }
typedef struct { double a, b; } Two;
Two __enzyme_autodiff_two(void *, ...);

int main(void) {
#ifdef REVERSE
  Two r = __enzyme_autodiff_two((void *)g, enzyme_strong_zero, enzyme_out, 0.0, enzyme_out, 0.0);
  CHECK_CLOSE(r.a, 0.0);
  CHECK_CLOSE(r.b, 0.0);
#endif
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, enzyme_strong_zero, 0.0, 0.0, 2.0, 1.0), 0.0);
#endif
  return check_done();
}
