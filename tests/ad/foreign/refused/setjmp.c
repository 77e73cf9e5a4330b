// refused in f: `setjmp`|`_setjmp`
#include <setjmp.h>
double __enzyme_autodiff(void *, ...);
static jmp_buf back;
double f(double v) {
  if (setjmp(back)) return v; // here
  if (v > 3.0) longjmp(back, 1);
  return v * v;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
