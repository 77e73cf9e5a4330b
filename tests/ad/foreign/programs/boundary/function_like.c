/* A function that is said to act like one of the library. */
#include "../check.h"

static __attribute__((noinline)) double quick_sine(double v) {
  volatile double w = v;
  return sin(w);
}
void *__enzyme_function_like_quick_sine[2] = {(void *)quick_sine, (void *)"sin"};
static double g(double a) { return a * quick_sine(a); }

int main(void) {
#ifdef REVERSE
  CHECK_CLOSE(__enzyme_autodiff_double((void *)g, 0.8), sin(0.8) + 0.8 * cos(0.8));
#endif
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, 0.8, 1.0), sin(0.8) + 0.8 * cos(0.8));
#endif
  return check_done();
}
