/* Exponential functions of C, in double and single precision. */
#define TABLE(U) \
  U(exp, exp(x), 0.7) \
  U(exp2, exp2(x) * log(2.0), 0.7) \
  U(expm1, exp(x), -0.4)
#include "unary.h"
