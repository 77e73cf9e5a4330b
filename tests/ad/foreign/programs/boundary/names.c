/* Entry points are known by what their names contain; one call has no marker at all. */
#include "../check.h"

double __enzyme_autodiff1(void *, ...);
double my__enzyme_autodiff_2(void *, ...);
double __enzyme_autodiff(double (*)(double), double);
static double g(double a) { return a * log(a); }

int main(void) {
#ifdef REVERSE
  CHECK_CLOSE(__enzyme_autodiff1((void *)g, 2.0), log(2.0) + 1.0);
  CHECK_CLOSE(my__enzyme_autodiff_2((void *)g, 3.0), log(3.0) + 1.0);
  CHECK_CLOSE(__enzyme_autodiff(g, 4.0), log(4.0) + 1.0);
#endif
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, 2.0, 1.0), log(2.0) + 1.0);
#endif
  return check_done();
}
