/* Asks for the derivatives of growth.f90. The two modules become one: `llbayes ad growth.f90.ll growth.c.ll -o …`. */
#include "llbayes.h"
#include <math.h>
#include <stdio.h>

extern void growth(const double *rate, const double *capacity, const int *n, double *final);

int main(void) {
  const double rate = 0.5, capacity = 10.0;
  const int n = 40;
  double final = 0.0, of_rate = 0.0, of_capacity = 0.0, seed = 1.0;
  /* Every argument is a pointer, so every float has a shadow; that of what is written holds the seed. */
  llb_autodiff(void, growth, llb_Duplicated(&rate, &of_rate), llb_Duplicated(&capacity, &of_capacity), llb_Const(&n), llb_Duplicated(&final, &seed));

  /* The same by the chain rule, step by step. */
  double s = 1.0, by_rate = 0.0, by_capacity = 0.0;
  for (int i = 0; i < n; i++) {
    const double by_s = 1.0 + 0.1 * rate * (1.0 - 2.0 * s / capacity);
    by_rate = by_s * by_rate + 0.1 * s * (1.0 - s / capacity);
    by_capacity = by_s * by_capacity + 0.1 * rate * s * s / (capacity * capacity);
    s += 0.1 * rate * s * (1.0 - s / capacity);
  }
  printf("Fortran: size %.6f, slopes %.6f %.6f, by hand %.6f %.6f\n", final, of_rate, of_capacity, by_rate, by_capacity);
  return fabs(final - s) + fabs(of_rate - by_rate) + fabs(of_capacity - by_capacity) > 1e-10;
}
