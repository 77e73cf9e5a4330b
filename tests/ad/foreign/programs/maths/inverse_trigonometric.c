/* Inverse trigonometric functions of C, in double and single precision. */
#define TABLE(U) \
  U(asin, 1.0 / sqrt(1.0 - x * x), 0.4) \
  U(acos, -1.0 / sqrt(1.0 - x * x), -0.3) \
  U(atan, 1.0 / (1.0 + x * x), 1.4)
#include "unary.h"
