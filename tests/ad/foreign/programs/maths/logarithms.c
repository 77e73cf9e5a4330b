/* Logarithms of C, in double and single precision. */
#define TABLE(U) \
  U(log, 1.0 / x, 0.7) \
  U(log2, 1.0 / x / log(2.0), 0.7) \
  U(log10, 1.0 / x / log(10.0), 2.5) \
  U(log1p, 1.0 / (1.0 + x), 0.3)
#include "unary.h"
