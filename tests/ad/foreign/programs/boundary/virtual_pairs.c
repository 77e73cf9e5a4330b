/* __enzyme_virtualreverse: the shadow of an object with a function in it holds the function's pair. */
#include "../check.h"

typedef struct { double (*apply)(double); double scale; } Layer;
void *__enzyme_virtualreverse(void *);
static __attribute__((noinline)) double wave(double v) { return sin(v) * v; }
static __attribute__((noinline)) double g(const Layer *l, double v) { return l->scale * l->apply(v); }

int main(void) {
#ifdef REVERSE
  Layer l = {wave, 1.5}, b = {(double (*)(double))__enzyme_virtualreverse((void *)wave), 0.25};
  double d = __enzyme_autodiff_double((void *)g, enzyme_dup, &l, &b, enzyme_out, 0.6);
  CHECK_CLOSE(d, 1.5 * (sin(0.6) + 0.6 * cos(0.6)));
  CHECK_CLOSE(b.scale, 0.25 + sin(0.6) * 0.6);
#endif
  return check_done();
}
