/* Six tapes of one function are alive and are used up in an order of their own. */
#include "../check.h"

static double g(const double *x, int n) {
  double s = 1.0;
  for (int i = 0; i < n; i++) s = s * x[i % 3] + sin(s);
  return s;
}
typedef struct { void *tape; double value; } Augmented;
Augmented __enzyme_augmentfwd_value(void *, ...);

int main(void) {
#ifdef SPLIT
  static const int order[6] = {3, 0, 5, 1, 2, 4};
  double x[6][3], b[6][3];
  Augmented r[6];
  for (int k = 0; k < 6; k++) {
    for (int i = 0; i < 3; i++) x[k][i] = 0.4 + 0.1 * k + 0.05 * i, b[k][i] = k;
    r[k] = __enzyme_augmentfwd_value((void *)g, enzyme_dup, x[k], b[k], 3 * k + 1);
    CHECK_CLOSE(r[k].value, g(x[k], 3 * k + 1));
  }
  for (int t = 0; t < 6; t++) {
    int k = order[t];
    __enzyme_reverse_void((void *)g, enzyme_dup, x[k], b[k], 3 * k + 1, 0.5, r[k].tape);
    for (int i = 0; i < 3; i++) {
      double at = x[k][i], h = 1e-5, up, down;
      x[k][i] = at + h, up = g(x[k], 3 * k + 1);
      x[k][i] = at - h, down = g(x[k], 3 * k + 1);
      x[k][i] = at;
      CHECK_CLOSE_TO(b[k][i], k + 0.5 * (up - down) / (2.0 * h), 1e-5);
    }
  }
#endif
  return check_done();
}
