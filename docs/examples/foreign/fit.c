/* A line through five points by gradient descent: the gradient of the sum of squares is `llbayes ad`'s. */
#include "llbayes.h"
#include <math.h>
#include <stdio.h>

typedef struct { double intercept, slope; } line;
LLB_RESULT(line) /* a call may give a `line` */

static double squares(double intercept, double slope, const double *t, const double *y, int n) {
  double sum = 0.0;
  for (int i = 0; i < n; i++) {
    double rest = y[i] - (intercept + slope * t[i]);
    sum += rest * rest;
  }
  return sum;
}

int main(void) {
  const double t[5] = {0.0, 1.0, 2.0, 3.0, 4.0}, y[5] = {1.1, 2.9, 5.2, 7.1, 8.8};
  line at = {0.0, 0.0};
  for (int step = 0; step < 2000; step++) {
    /* Active: the derivative is a field of the result. Const: no part in it. */
    line d = llb_autodiff(line, squares, llb_Active(at.intercept), llb_Active(at.slope), llb_Const(t), llb_Const(y), llb_Const(5));
    at.intercept -= 0.02 * d.intercept;
    at.slope -= 0.02 * d.slope;
  }
  /* What the normal equations give. */
  const double slope = (0.0 * 1.1 + 2.9 + 2.0 * 5.2 + 3.0 * 7.1 + 4.0 * 8.8 - 5.0 * 2.0 * 5.02) / 10.0, intercept = 5.02 - 2.0 * slope;
  printf("C: y = %.6f + %.6f t, by the normal equations %.6f + %.6f t\n", at.intercept, at.slope, intercept, slope);
  return fabs(at.intercept - intercept) + fabs(at.slope - slope) > 1e-9;
}
