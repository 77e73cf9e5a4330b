/* A forward rule of the program's own is registered for a function. */
#include "../check.h"

static __attribute__((noinline)) double opaque(double v) { return v * v; }
static double opaque_tangent(double v, double dv) { return 2.0 * v * dv + 100.0; /* the 100 shows that this rule is used */ }
void *__enzyme_register_derivative_opaque[2] = {(void *)opaque, (void *)opaque_tangent};
static double g(double a) { return 3.0 * opaque(a); }

int main(void) {
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, 0.9, 1.0), 300.0 + 6.0 * 0.9);
#endif
  return check_done();
}
