/* Messages are printed in between: printf, puts, fprintf, snprintf. */
#include "../check.h"

static void f(const double *x, double *y) {
  char text[64];
  double v = x[0];
  for (int i = 0; i < 3; i++) {
    v = v * x[1] + sin(v);
    snprintf(text, sizeof text, "turn %d: %.3f", i, v);
    if (v > 40.0) printf("%s\n", text);
    if (v > 50.0) puts("large");
    if (v > 60.0) fprintf(stderr, "%s is too large\n", text);
  }
  y[0] = v;
}

CHECK_MAP(f, 2, 1)
