/* Hyperbolic functions of C and their inverses, in double and single precision. */
#define TABLE(U) \
  U(sinh, cosh(x), 0.7) \
  U(cosh, sinh(x), 0.7) \
  U(tanh, 1.0 - tanh(x) * tanh(x), 0.7) \
  U(asinh, 1.0 / sqrt(x * x + 1.0), 0.7) \
  U(acosh, 1.0 / sqrt(x * x - 1.0), 1.7) \
  U(atanh, 1.0 / (1.0 - x * x), 0.3)
#include "unary.h"
