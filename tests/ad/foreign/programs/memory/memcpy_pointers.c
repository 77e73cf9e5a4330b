/* memcpy of structs that hold a pointer, an integer and a double. */
#include "../check.h"

typedef struct { double weight; const double *data; long n; } View;

static double total(const View *v) {
  double s = 0.0;
  for (long i = 0; i < v->n; i++) s += v->weight * v->data[i] * v->data[i];
  return s;
}

static void f(const double *x, double *y) {
  View a = {x[0], x + 1, 2}, b = {x[1], x, 3}, kept[2];
  memcpy(&kept[0], &b, sizeof(View));
  memcpy(&kept[1], &a, sizeof(View));
  memmove(&a, &kept[0], sizeof(View));
  a.weight *= x[2];
  y[0] = total(&a) * total(&kept[1]);
  y[1] = total(&kept[0]);
}

CHECK_MAP(f, 3, 2)
