/* Doubles by value: one derivative alone, two in a struct, constants marked, results chosen by type without any marker. */
#include "../check.h"

typedef struct { double a, b; } Two;
typedef struct { double a, b, c; } Three;
Two __enzyme_autodiff_two(void *, ...);
Three __enzyme_autodiff_three(void *, ...);
static double g(double a, double b, int n, double c) { return n * a * sin(b) + c * c * a; }

int main(void) {
  double a = 0.7, b = 1.2, c = -0.4, da = 3.0 * sin(b) + c * c, db = 3.0 * a * cos(b), dc = 2.0 * c * a;
#ifdef REVERSE
  Three r = __enzyme_autodiff_three((void *)g, a, b, 3, c);
  CHECK_CLOSE(r.a, da);
  CHECK_CLOSE(r.b, db);
  CHECK_CLOSE(r.c, dc);
  Two t = __enzyme_autodiff_two((void *)g, enzyme_out, a, enzyme_const, b, enzyme_const, 3, enzyme_out, c);
  CHECK_CLOSE(t.a, da);
  CHECK_CLOSE(t.b, dc);
  double one = __enzyme_autodiff_double((void *)g, enzyme_const, a, enzyme_out, b, 3, enzyme_const, c);
  CHECK_CLOSE(one, db);
#endif
#ifdef FORWARD
  double d = __enzyme_fwddiff_double((void *)g, a, 1.0, b, -2.0, 3, c, 0.5);
  CHECK_CLOSE(d, da - 2.0 * db + 0.5 * dc);
  double e = __enzyme_fwddiff_double((void *)g, enzyme_dup, a, 2.0, enzyme_const, b, enzyme_const, 3, enzyme_dup, c, 1.0);
  CHECK_CLOSE(e, 2.0 * da + dc);
#endif
  return check_done();
}
