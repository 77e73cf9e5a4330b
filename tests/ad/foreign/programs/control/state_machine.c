/* A machine of states in a loop, as a parser has it. */
#include "../check.h"

static void f(const double *x, double *y) {
  enum { START, UP, DOWN, END } state = START;
  double v = 0.0;
  int n = 0;
  while (state != END) {
    double u = x[n % 4];
    switch (state) {
    case START: v = u; state = UP; break;
    case UP:
      v += u * v;
      if (v > 2.5) state = DOWN;
      break;
    case DOWN:
      v *= 0.5 * u;
      state = v < 0.6 ? END : n > 12 ? END : DOWN;
      break;
    default: break;
    }
    n++;
  }
  y[0] = v;
}

CHECK_MAP(f, 4, 1)
