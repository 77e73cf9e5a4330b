/* enzyme_dupv: one shadow pointer and a stride in bytes serve all lanes; enzyme_interleave: shadows after all arguments. */
#include "../check.h"

static void g(const double *x, double *y) {
  y[0] = x[0] * x[1];
  y[1] = sin(x[0]);
}

int main(void) {
  double x[2] = {0.6, 1.7}, y[2];
#ifdef FORWARD
  double dx[3][2] = {{1.0, 0.0}, {0.0, 1.0}, {2.0, -1.0}}, dy[3][2] = {{9.0, 9.0}, {9.0, 9.0}, {9.0, 9.0}};
  __enzyme_fwddiff_void((void *)g, enzyme_width, 3, enzyme_dupv, sizeof dx[0], x, dx, enzyme_dupv, sizeof dy[0], y, dy);
  for (int k = 0; k < 3; k++) {
    CHECK_CLOSE(dy[k][0], dx[k][0] * x[1] + dx[k][1] * x[0]);
    CHECK_CLOSE(dy[k][1], dx[k][0] * cos(x[0]));
  }
  double ex[2] = {1.0, 1.0}, ey[2];
  __enzyme_fwddiff_void((void *)g, enzyme_dup, x, enzyme_dup, y, enzyme_interleave, ex, ey);
  CHECK_CLOSE(ey[0], x[0] + x[1]);
#endif
  return check_done();
}
