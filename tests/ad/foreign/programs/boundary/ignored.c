/* __enzyme_ignore_derivatives: a value counts as a constant. */
#include "../check.h"

double __enzyme_ignore_derivatives(double);
static double g(double a) { return a * __enzyme_ignore_derivatives(a * a); }

int main(void) {
#ifdef REVERSE
  CHECK_CLOSE(__enzyme_autodiff_double((void *)g, 3.0), 9.0);
#endif
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, 3.0, 2.0), 18.0);
#endif
  return check_done();
}
