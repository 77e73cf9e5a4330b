/* Square and cube roots and absolute values, in double and single precision. */
#define TABLE(U) \
  U(sqrt, 0.5 / sqrt(x), 0.7) \
  U(cbrt, 1.0 / (3.0 * cbrt(x) * cbrt(x)), -0.7) \
  U(fabs, -1.0, -0.7)
#include "unary.h"
