/* Bit fields beside doubles. */
#include "../check.h"

typedef struct { unsigned power : 3, negate : 1, index : 4; double weight; } Term;

static void f(const double *x, double *y) {
  Term terms[4];
  for (unsigned i = 0; i < 4; i++) {
    terms[i].power = i + 1;
    terms[i].negate = i & 1;
    terms[i].index = (3 * i + 1) % 4;
    terms[i].weight = x[i] + 0.5;
  }
  y[0] = 0.0;
  for (int i = 0; i < 4; i++) {
    double p = terms[i].weight;
    for (unsigned k = 0; k < terms[i].power; k++) p *= x[terms[i].index];
    y[0] += terms[i].negate ? -p : p;
  }
}

CHECK_MAP(f, 4, 1)
