/* Trigonometric functions of C, in double and single precision. */
#define TABLE(U) \
  U(sin, cos(x), 0.7) \
  U(cos, -sin(x), 0.7) \
  U(tan, 1.0 + tan(x) * tan(x), 0.7)
#include "unary.h"
