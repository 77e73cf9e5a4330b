/* Strings select what is done; lengths, comparisons and copies of text are integers. */
#include "../check.h"

static void f(const double *x, double *y) {
  static const char *const program[] = {"mul", "add", "sin", "mul", "neg"};
  char word[8];
  double v = x[0];
  for (int i = 0; i < 5; i++) {
    strncpy(word, program[i], sizeof word);
    if (!strcmp(word, "mul")) v *= x[1] + strlen(word);
    else if (!strcmp(word, "add")) v += x[2];
    else if (word[0] == 's') v = sin(v);
    else v = -v;
  }
  y[0] = v;
}

CHECK_MAP(f, 3, 1)
