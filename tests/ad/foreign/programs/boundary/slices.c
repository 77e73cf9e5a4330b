/* A struct of pointer and length by value is two arguments of the convention. */
#include "../check.h"

typedef struct { double *at; long n; } Slice;
static double g(Slice s, double by) {
  double t = 0.0;
  for (long i = 0; i < s.n; i++) t += by * s.at[i] * s.at[i];
  return t;
}

int main(void) {
  double x[3] = {0.5, 1.0, -2.0}, by = 0.75;
#ifdef REVERSE
  double b[3] = {1.0, 1.0, 1.0};
  double r = __enzyme_autodiff_double((void *)g, enzyme_dup, x, b, enzyme_const, 3L, enzyme_out, by);
  CHECK_CLOSE(r, 5.25);
  CHECK_CLOSE(b[2], 1.0 - 3.0);
#endif
#ifdef FORWARD
  double d[3] = {1.0, 0.0, 1.0};
  double t = __enzyme_fwddiff_double((void *)g, enzyme_dup, x, d, 3L, enzyme_dup, by, 2.0);
  CHECK_CLOSE(t, 0.75 - 3.0 + 10.5);
#endif
  return check_done();
}
