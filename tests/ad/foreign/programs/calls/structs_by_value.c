/* Structs by value of every shape the ABI knows: in registers, in vectors, in memory, with a pointer. */
#include "../check.h"

#define NOINLINE __attribute__((noinline))
typedef struct { double a, b; } Two;
typedef struct { float a, b; } TwoFloats;
typedef struct { float a, b, c; } ThreeFloats;
typedef struct { double a; long n; } Mixed;
typedef struct { double v[5]; int n; } Large;
typedef struct { const double *p; double w; } View;

static NOINLINE double of_two(Two t) { return t.a * t.b; }
static NOINLINE float of_floats(TwoFloats t, ThreeFloats u) { return t.a * u.c + t.b * u.a - u.b; }
static NOINLINE double of_mixed(Mixed m) { return m.n * m.a * m.a; }
static NOINLINE double of_large(Large l) {
  for (int i = 1; i < l.n; i++) l.v[i] *= l.v[i - 1];
  return l.v[l.n - 1];
}
static NOINLINE double of_view(View v) { return v.p[1] * v.w; }

static void f(const double *x, double *y) {
  Two two = {x[0], x[1] * x[2]};
  TwoFloats floats = {2.0f, 0.5f};
  ThreeFloats more = {1.0f, -1.0f, 0.25f};
  Mixed mixed = {x[2], 3};
  Large large = {{x[0], x[1], x[2], x[0], 2.0}, 4};
  View view = {x, x[0]};
  y[0] = of_two(two) + of_floats(floats, more) * x[0];
  y[1] = of_mixed(mixed) * of_view(view);
  y[2] = of_large(large) + large.v[1];
}

CHECK_MAP(f, 3, 3)
