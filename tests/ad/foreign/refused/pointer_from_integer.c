// refused in f: pointer made of an integer|a pointer and an integer
#include <stdint.h>
#include <stdlib.h>
double __enzyme_autodiff(void *, ...);
double f(double v) {
  uintptr_t raw = (uintptr_t)malloc(64);
  double *p = (double *)((raw + 31) / 32 * 32); // here
  p[0] = v;
  double r = p[0] * p[0];
  free((void *)raw);
  return r;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
