/* Integers of every width beside the values: shifts, masks, division, remainders, signs. */
#include "../check.h"

static void f(const double *x, double *y) {
  unsigned long state = 88172645463325252ul;
  short small = -7;
  signed char tiny = 100;
  double s = 1.0;
  for (int i = 0; i < 6; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    tiny += 50;
    small = (short)(small * 3 / 2);
    s = s * x[state % 3] + x[(i * i) & 1] * (tiny / 64) + (small % 4) * 0.1;
  }
  y[0] = s;
}

CHECK_MAP(f, 3, 1)
