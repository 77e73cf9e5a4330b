/* Packed structs: doubles at addresses that are not aligned. */
#include "../check.h"

typedef struct __attribute__((packed)) { char kind; double v; short n; float w; } Packed;

static void f(const double *x, double *y) {
  Packed p[3];
  for (int i = 0; i < 3; i++) {
    p[i].kind = (char)i;
    p[i].v = x[i];
    p[i].n = (short)(i + 2);
    p[i].w = 0.5f;
  }
  for (int i = 1; i < 3; i++) p[i].v = p[i].v * p[i - 1].v * p[i].n + p[i].kind;
  y[0] = p[2].v * p[1].v + p[0].w;
}

CHECK_MAP(f, 3, 1)
