/* The error function and its complement, in double and single precision. */
#define TABLE(U) \
  U(erf, 1.1283791670955126 * exp(-x * x), 0.4) \
  U(erfc, -1.1283791670955126 * exp(-x * x), 0.9)
#include "unary.h"
