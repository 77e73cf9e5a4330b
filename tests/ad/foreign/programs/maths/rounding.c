/* Functions that round: piecewise constant, so their derivative is 0. */
#define TABLE(U) \
  U(floor, 0.0, 1.3) \
  U(ceil, 0.0, 1.3) \
  U(trunc, 0.0, -1.3) \
  U(round, 0.0, 1.3) \
  U(rint, 0.0, 1.3) \
  U(nearbyint, 0.0, 1.3)
#include "unary.h"
