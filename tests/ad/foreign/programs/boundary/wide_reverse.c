/* Reverse mode of width 3: three adjoints of each argument that is only read, results as arrays of three. */
#include "../check.h"

typedef struct { double d[3]; } Lanes;
Lanes __enzyme_autodiff_lanes(void *, ...);
static double g(const double *x, double a) { return a * x[0] * x[0] + x[1]; }

int main(void) {
#ifdef REVERSE
  double x[2] = {0.5, 3.0}, b[3][2] = {{1.0, 0.0}, {0.0, 0.0}, {2.0, 2.0}};
  Lanes r = __enzyme_autodiff_lanes((void *)g, enzyme_width, 3, enzyme_dup, x, b[0], b[1], b[2], enzyme_out, 1.5);
  for (int k = 0; k < 3; k++) CHECK_CLOSE(r.d[k], 0.25);
  CHECK_CLOSE(b[0][0], 2.5);
  CHECK_CLOSE(b[1][0], 1.5);
  CHECK_CLOSE(b[2][1], 3.0);
#endif
  return check_done();
}
