// refused in copied: not known
#include <string.h>
#include <stdlib.h>
void __enzyme_autodiff(void *, ...);
extern int enzyme_dup;
__attribute__((noinline)) void copied(void *to, const void *from, size_t n) {
  memcpy(to, from, n); // here
}
void wanted(void *a, void *ab, void *b, void *bb) { __enzyme_autodiff((void *)copied, enzyme_dup, a, ab, enzyme_dup, b, bb, (size_t)64); }
