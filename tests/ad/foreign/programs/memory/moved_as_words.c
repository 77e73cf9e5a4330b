/* Doubles that are moved as integers of 64 bits, as swapping routines do. */
#include "../check.h"
#include <stdint.h>

static void swap_words(void *a, void *b) {
  uint64_t s, t;
  memcpy(&s, a, 8);
  memcpy(&t, b, 8);
  memcpy(a, &t, 8);
  memcpy(b, &s, 8);
}

static void f(const double *x, double *y) {
  double a[4];
  for (int i = 0; i < 4; i++) a[i] = x[i] * (i + 1);
  swap_words(&a[0], &a[3]);
  swap_words(&a[1], &a[0]);
  y[0] = a[0] * a[0] + a[1];
  y[1] = a[2] * a[3];
}

CHECK_MAP(f, 4, 2)
