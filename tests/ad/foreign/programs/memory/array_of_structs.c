/* An array of structs of vectors, moved by forces between all pairs. */
#include "../check.h"

typedef struct { double at[2], speed[2]; int fixed; } Body;

static void push(Body *a, const Body *b, double dt) {
  double dx = b->at[0] - a->at[0], dy = b->at[1] - a->at[1], r2 = dx * dx + dy * dy + 0.1;
  a->speed[0] += dt * dx / (r2 * sqrt(r2));
  a->speed[1] += dt * dy / (r2 * sqrt(r2));
}

static void f(const double *x, double *y) {
  Body bodies[3];
  for (int i = 0; i < 3; i++) {
    Body fresh = {{x[2 * i], x[2 * i + 1]}, {0.1 * i, x[i]}, i == 1};
    bodies[i] = fresh;
  }
  for (int t = 0; t < 3; t++) {
    for (int i = 0; i < 3; i++)
      for (int j = 0; j < 3; j++)
        if (i != j && !bodies[i].fixed) push(&bodies[i], &bodies[j], 0.05);
    for (int i = 0; i < 3; i++)
      for (int k = 0; k < 2; k++) bodies[i].at[k] += 0.05 * bodies[i].speed[k];
  }
  for (int i = 0; i < 3; i++) y[i] = bodies[i].at[0] * bodies[i].speed[1];
}

CHECK_MAP(f, 6, 3)
