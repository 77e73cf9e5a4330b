/* Enzyme's convention for C and C++. */
#ifdef __cplusplus
#define restrict __restrict__
#endif
#include <math.h>
#include <stdlib.h>
extern double __enzyme_autodiff(void *, ...);
extern void *__enzyme_augmentfwd(void *, ...);
struct taped { void *tape; double value; };
extern struct taped __enzyme_augmentfwd_value(void *, ...);
extern void __enzyme_reverse(void *, ...);
int enzyme_dup, enzyme_const;
