/* A function that is said to be inactive: its result is a constant. */
#include "../check.h"

static __attribute__((noinline)) double bound(double v) { return 2.0 * v; }
void *__enzyme_inactivefn_bound[1] = {(void *)bound};
static double g(double a) { return bound(a) * a; }

int main(void) {
#ifdef REVERSE
  CHECK_CLOSE(__enzyme_autodiff_double((void *)g, 3.0), 6.0);
#endif
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, 3.0, 2.0), 12.0);
#endif
  return check_done();
}
