/* __enzyme_double and its like say what memory holds where the code does not. */
#include "../check.h"

void __enzyme_double(void *, size_t);
static __attribute__((noinline)) void moved(void *to, void *from) {
  __enzyme_double(to, 16);
  __enzyme_double(from, 16);
  memcpy(to, from, 16);
}

int main(void) {
  double a[2] = {1.0, 2.0}, to[2];
#ifdef REVERSE
  double ab[2] = {0.5, 0.0}, tb[2] = {3.0, 4.0};
  __enzyme_autodiff_void((void *)moved, enzyme_dup, to, tb, enzyme_dup, a, ab);
  CHECK_CLOSE(ab[0], 3.5);
  CHECK_CLOSE(ab[1], 4.0);
  CHECK_CLOSE(tb[0], 0.0);
  CHECK_CLOSE(to[1], 2.0);
#endif
  return check_done();
}
