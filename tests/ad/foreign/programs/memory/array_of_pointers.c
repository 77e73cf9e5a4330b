/* An array of pointers into the arguments, permuted while it is used. */
#include "../check.h"

static void f(const double *x, double *y) {
  const double *rows[4];
  for (int i = 0; i < 4; i++) rows[i] = x + 2 * i;
  for (int turn = 0; turn < 3; turn++) {
    const double *first = rows[0];
    for (int i = 0; i < 3; i++) rows[i] = rows[i + 1];
    rows[3] = first;
    y[turn] = rows[0][0] * rows[1][1] + sin(rows[3][0]);
  }
}

CHECK_MAP(f, 8, 3)
