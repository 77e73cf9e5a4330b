/* Bessel functions of order 0 and 1, in double and single precision. */
#define TABLE(U) \
  U(j0, -j1(x), 0.7) \
  U(j1, j0(x) - j1(x) / x, 0.7) \
  U(y0, -y1(x), 1.7) \
  U(y1, y0(x) - y1(x) / x, 1.7)
#include "unary.h"
