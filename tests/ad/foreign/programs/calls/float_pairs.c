/* Structs of two floats, which travel as vectors. */
#define TOLERANCE 2e-3
#define STEP 2e-2
#include "../check.h"

typedef struct { float re, im; } Point;
static __attribute__((noinline)) Point turned(Point p, float by) {
  Point q = {p.re - by * p.im, p.im + by * p.re};
  return q;
}

static void f(const double *x, double *y) {
  Point p = {(float)x[0], (float)x[1]};
  for (int i = 0; i < 3; i++) p = turned(p, (float)x[2]);
  y[0] = p.re * p.im;
  y[1] = p.im;
}

CHECK_MAP(f, 3, 2)
