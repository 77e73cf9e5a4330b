/* An inactive function gets a structure by value and a small integer as its own convention passes them. */
#include "../check.h"

struct four { long a[4]; };
static int told_right;
static __attribute__((noinline)) void told(struct four b, signed char c, double x) { told_right += b.a[0] == 1 && b.a[3] == 77 && c == -5 && x == 3.0; }
void *__enzyme_inactivefn_told[1] = {(void *)told};
static double g(double x) {
  struct four b = {{1, 2, 3, 77}};
  told(b, (signed char)(x > 0.0 ? -5 : 1), x);
  return x * x;
}

int main(void) {
#ifdef REVERSE
  CHECK_CLOSE(__enzyme_autodiff_double((void *)g, 3.0), 6.0);
#endif
#ifdef FORWARD
  CHECK_CLOSE(__enzyme_fwddiff_double((void *)g, 3.0, 2.0), 12.0);
#endif
#if defined REVERSE && defined FORWARD
  CHECK_CLOSE(told_right, 2);
#endif
  return check_done();
}
