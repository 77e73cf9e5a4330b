/* The gamma function and its logarithm, in double and single precision, at 2: the digamma function is 1 - 0.5772… there. */
#define TABLE(U) \
  U(tgamma, 1.0 - 0.57721566490153286, 2.0) \
  U(lgamma, 1.0 - 0.57721566490153286, 2.0)
#include "unary.h"
