/* enzyme_primal_return: the value comes before the derivatives. */
#include "../check.h"

typedef struct { double value, a, b; } Reverse;
typedef struct { double value, tangent; } Forward;
typedef struct { double value, tangents[3]; } Forward3;
Reverse __enzyme_autodiff_value(void *, ...);
Forward __enzyme_fwddiff_value(void *, ...);
Forward3 __enzyme_fwddiff_value3(void *, ...);
static double g(double a, double b) { return exp(a) * b + a; }

int main(void) {
  double a = 0.3, b = 1.4, da = exp(a) * b + 1.0, db = exp(a);
#ifdef REVERSE
  Reverse r = __enzyme_autodiff_value((void *)g, enzyme_primal_return, enzyme_out, a, enzyme_out, b);
  CHECK_CLOSE(r.value, g(a, b));
  CHECK_CLOSE(r.a, da);
  CHECK_CLOSE(r.b, db);
#endif
#ifdef FORWARD
  Forward f = __enzyme_fwddiff_value((void *)g, enzyme_primal_return, a, 1.0, b, 0.5);
  CHECK_CLOSE(f.value, g(a, b));
  CHECK_CLOSE(f.tangent, da + 0.5 * db);
  Forward3 f3 = __enzyme_fwddiff_value3((void *)g, enzyme_primal_return, enzyme_width, 3, enzyme_dup, a, 1.0, 0.0, -1.0, enzyme_dup, b, 0.0, 2.0, 1.0);
  CHECK_CLOSE(f3.value, g(a, b));
  CHECK_CLOSE(f3.tangents[0], da);
  CHECK_CLOSE(f3.tangents[1], 2.0 * db);
  CHECK_CLOSE(f3.tangents[2], db - da);
#endif
  return check_done();
}
