/* A function that is said to act like one of the library, whatever its code is. */
#include "../check.h"

static __attribute__((noinline)) double quick_sine(double v) { return sin(v) + 0.0 * v * v; }
static __attribute__((noinline)) double rough_sine(double v) { return v - 0.1 * v * v * v; }
void *__enzyme_function_like_quick_sine[2] = {(void *)quick_sine, (void *)"sin"};
void *__enzyme_function_like_rough_sine[2] = {(void *)rough_sine, (void *)"sin"};
static double g(double a) { return a * quick_sine(a); }
static double h(double a) { return rough_sine(a); }

int main(void) {
#ifdef REVERSE
  CHECK_CLOSE(__enzyme_autodiff_double((void *)g, 0.8), sin(0.8) + 0.8 * cos(0.8));
  CHECK_CLOSE(__enzyme_autodiff_double((void *)h, 0.8), cos(0.8));
#endif
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, 0.8, 1.0), sin(0.8) + 0.8 * cos(0.8));
#endif
  return check_done();
}
