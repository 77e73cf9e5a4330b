/* Second derivatives: forward mode of a function that asks for reverse mode. */
#include "../check.h"

static double g(const double *x) { return x[0] * x[0] * sin(x[1]) + x[1] * x[1] * x[1]; }
static void gradient(const double *x, double *b) { __enzyme_autodiff_void((void *)g, enzyme_dup, x, b); }
static void from_zero(const double *x, double *b) {
  b[0] = b[1] = 0.0; /* one fill of memory that this function knows nothing of */
  __enzyme_autodiff_void((void *)g, enzyme_dup, x, b);
}

int main(void) {
#ifdef FORWARD
  double x[2] = {0.7, 1.1}, d[2] = {1.0, -2.0}, b[2] = {0.0, 0.0}, db[2] = {0.0, 0.0};
  __enzyme_fwddiff_void((void *)gradient, enzyme_dup, x, d, enzyme_dup, b, db);
  CHECK_CLOSE(b[0], 2.0 * x[0] * sin(x[1]));
  CHECK_CLOSE(db[0], 2.0 * sin(x[1]) - 4.0 * x[0] * cos(x[1]));
  CHECK_CLOSE(db[1], 2.0 * x[0] * cos(x[1]) - 2.0 * (6.0 * x[1] - x[0] * x[0] * sin(x[1])));
  double e[2] = {7.0, 7.0}, de[2] = {7.0, 7.0};
  __enzyme_fwddiff_void((void *)from_zero, enzyme_dup, x, d, enzyme_dup, e, de);
  CHECK_CLOSE(e[1], b[1]);
  CHECK_CLOSE(de[0], db[0]);
  CHECK_CLOSE(de[1], db[1]);
#endif
  return check_done();
}
