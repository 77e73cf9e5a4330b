/* A pointer to a struct with arrays behind pointers; the shadow struct has shadow arrays. */
#include "../check.h"

typedef struct { int n; double *x, *y; double scale; const char *name; } Data;
static double g(const Data *d) {
  double s = 0.0;
  for (int i = 0; i < d->n; i++) {
    d->y[i] = d->scale * d->x[i] * d->x[i];
    s += d->y[i] * (i + 1) + d->name[0] * 0.0;
  }
  return s;
}

int main(void) {
  double x[3] = {0.5, 1.5, -1.0}, y[3];
  Data d = {3, x, y, 0.7, "data"};
#ifdef REVERSE
  double xb[3] = {1.0, 2.0, 3.0}, yb[3] = {0.0, 0.0, 0.0};
  Data b = {3, xb, yb, 0.25, "data"};
  __enzyme_autodiff_void((void *)g, enzyme_dup, &d, &b);
  double scale = 0.25;
  for (int i = 0; i < 3; i++) {
    CHECK_CLOSE(xb[i], (i + 1) + 2.0 * (i + 1) * 0.7 * x[i]);
    scale += (i + 1) * x[i] * x[i];
  }
  CHECK_CLOSE(b.scale, scale);
#endif
#ifdef FORWARD
  double dx[3] = {1.0, 0.0, -1.0}, dy[3] = {9.0, 9.0, 9.0};
  Data t = {3, dx, dy, 2.0, "data"};
  double total = __enzyme_fwddiff_double((void *)g, enzyme_dup, &d, &t), expected = 0.0;
  for (int i = 0; i < 3; i++) {
    double one = 2.0 * x[i] * x[i] + 1.4 * x[i] * dx[i];
    CHECK_CLOSE(dy[i], one);
    expected += one * (i + 1);
  }
  CHECK_CLOSE(total, expected);
#endif
  return check_done();
}
