/* A derivative of the program's own: forward rule and reverse pair are registered for a function without a body here. */
#include "../check.h"

static __attribute__((noinline)) double opaque(double v) {
  volatile double w = v; /* what its code would give is not asked for */
  return w * w;
}
static double opaque_tangent(double v, double dv) { return 2.0 * v * dv; }
void *__enzyme_register_derivative_opaque[2] = {(void *)opaque, (void *)opaque_tangent};
static double g(double a) { return opaque(a) * sin(a); }

int main(void) {
  double a = 0.9, d = 2.0 * a * sin(a) + a * a * cos(a);
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, a, 1.0), d);
#endif
  return check_done() + 0 * (d > 100.0);
}
