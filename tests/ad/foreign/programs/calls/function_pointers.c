/* Functions chosen at run time: from a table, a local variable and a struct. */
#include "../check.h"

typedef double (*Unary)(double);
static double square(double v) { return v * v; }
static double wave(double v) { return sin(2.0 * v); }
static double decay(double v) { return exp(-v); }
static Unary const table[3] = {square, wave, decay};
typedef struct { Unary apply; double scale; } Layer;

static void f(const double *x, double *y) {
  Layer layers[3];
  for (int i = 0; i < 3; i++) layers[i].apply = table[(i + 1) % 3], layers[i].scale = x[i];
  double v = x[3];
  for (int turn = 0; turn < 2; turn++)
    for (int i = 0; i < 3; i++) v = layers[i].scale * layers[i].apply(v) + v;
  Unary last = x[0] > 0.5 ? decay : square;
  y[0] = v;
  y[1] = last(v) * table[1](x[1]);
}

CHECK_MAP(f, 4, 2)
