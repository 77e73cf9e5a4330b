/* A linked list of the caller's, with a list of shadows. */
#include "../check.h"

typedef struct Link { double v; struct Link *next; } Link;
static double g(Link *l) {
  double s = 1.0;
  for (; l; l = l->next) s = s * l->v + 0.5;
  return s;
}

int main(void) {
  Link c = {0.9, NULL}, b = {1.2, &c}, a = {0.5, &b};
#ifdef REVERSE
  Link cb = {1.0, NULL}, bb = {2.0, &cb}, ab = {3.0, &bb};
  __enzyme_autodiff_void((void *)g, enzyme_dup, &a, &ab);
  CHECK_CLOSE(ab.v, 3.0 + 1.2 * 0.9);
  CHECK_CLOSE(bb.v, 2.0 + 1.0 * 0.9);
  CHECK_CLOSE(cb.v, 1.0 + 1.0 * 1.2 + 0.5);
#endif
#ifdef FORWARD
  Link cd = {1.0, NULL}, bd = {0.0, &cd}, ad = {-1.0, &bd};
  double t = __enzyme_fwddiff_double((void *)g, enzyme_dup, &a, &ad);
  CHECK_CLOSE(t, -1.08 + 1.7);
#endif
  return check_done();
}
