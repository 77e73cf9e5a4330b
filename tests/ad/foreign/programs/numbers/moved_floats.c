/* Pairs of floats that are copied as one word of 64 bits. */
#define TOLERANCE 2e-3
#define STEP 2e-2
#include "../check.h"

typedef struct { float a, b; } Pair;

static void f(const double *x, double *y) {
  Pair pairs[3], kept;
  for (int i = 0; i < 3; i++) pairs[i].a = (float)x[i], pairs[i].b = (float)(x[i] * x[i]);
  kept = pairs[0];
  pairs[0] = pairs[2];
  pairs[2] = kept;
  for (int i = 0; i < 3; i++) y[i] = pairs[i].a * pairs[(i + 1) % 3].b;
}

CHECK_MAP(f, 3, 3)
