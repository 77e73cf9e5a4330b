/* Words for derivatives in C and C++. `llbayes ad` puts derivatives in the place of these calls:

       double slope = llb_autodiff(double, f, llb_Active(x), llb_Const(n));            reverse
       llb_autodiff(void, f, llb_Duplicated(x, dx), llb_Duplicated(y, dy));            dx grows by the gradient, dy is used up
       double tangent = llb_fwddiff(double, f, llb_Dual(x, 1.0), llb_Const(n));        forward

   The first word is the type of the result. In C it is one name, and that of a structure is made known by LLB_RESULT:

       typedef struct { double x, y; } pair;
       LLB_RESULT(pair)
       pair both = llb_autodiff(pair, f, llb_Active(x), llb_Active(y));

   In C++ it is any type. Without prefix the words are Active, Duplicated, … where LLBAYES_WORDS is defined before this file is included.

   word of an argument           of               what it means
   llb_Const(x)                  anything         no part in the derivative
   llb_Active(x)                 a float          reverse: its derivative is a field of the result, in order
   llb_Duplicated(x, dx)         a pointer        reverse: the shadow dx, of the same shape; the adjoint of what is read is added to it, that of what is written taken from it
   llb_DuplicatedOnly(x, dx)     a pointer        likewise; what it points to need not be valid afterwards
   llb_Dual(x, dx, …)            float, pointer   forward: the tangent, or the shadow with tangents; one for each lane
   llb_DualOnly(x, dx, …)        float, pointer   likewise; the value itself need not be computed
   llb_Dualv(bytes, x, dx)       a pointer        forward: one shadow; that of lane k begins k times so many bytes behind it

   Words of a call, which may stand anywhere among the arguments:
   llb_Width(n)                  n lanes at once; the result has n of each derivative, in an array
   llb_Primal                    the value of the function is the first field of the result
   llb_ConstReturn               the value of the function takes no part
   llb_Shadows                   all values stand before it, all their shadows behind it, in the same order

   A structure of at most 16 bytes that is passed by value is several arguments for the compiler, and a word before it would reach the first of them alone. Only
   llb_Active(s) in reverse needs nothing more; otherwise write llb_Shadows, with which a word holds until the next one:

       llb_fwddiff(double, f, llb_Dual(s), llb_Const(n), llb_Shadows, ds)

   Reverse in two halves: llb_augment(type, f, …) runs f and gives { void *tape; the value; the shadow of a returned pointer }, or the tape alone where the type is
   `tape`; llb_reverse(type, f, …, seed, tape) takes the same arguments, then for a returned float its seed, and the tape. llb_NoFree keeps the tape for another time.
   In C `double` passes where a `float` is wanted, as in every call with `...`. */
#ifndef LLBAYES_H
#define LLBAYES_H

#ifdef __cplusplus
extern "C" {
#endif
extern int enzyme_const, enzyme_out, enzyme_dup, enzyme_dupnoneed, enzyme_dupv, enzyme_dupnoneedv, enzyme_width, enzyme_interleave, enzyme_primal_return, enzyme_noret,
    enzyme_const_return, enzyme_active_return, enzyme_dup_return, enzyme_tape, enzyme_allocated, enzyme_nofree, enzyme_byref, enzyme_not_overwritten,
    enzyme_runtime_activity;
#ifdef __cplusplus
}
#endif

typedef void *tape;

#define llb_Const(x) enzyme_const, x
#define llb_Active(x) enzyme_out, x
#define llb_Duplicated(...) enzyme_dup, __VA_ARGS__
#define llb_DuplicatedOnly(...) enzyme_dupnoneed, __VA_ARGS__
#define llb_Dual(...) enzyme_dup, __VA_ARGS__
#define llb_DualOnly(...) enzyme_dupnoneed, __VA_ARGS__
#define llb_Dualv(bytes, x, dx) enzyme_dupv, (long)(bytes), x, dx
#define llb_Width(n) enzyme_width, n
#define llb_Primal enzyme_primal_return
#define llb_ConstReturn enzyme_const_return
#define llb_Shadows enzyme_interleave
#define llb_NoFree enzyme_nofree

#ifdef LLBAYES_WORDS
#define Const(x) llb_Const(x)
#define Active(x) llb_Active(x)
#define Duplicated(...) llb_Duplicated(__VA_ARGS__)
#define DuplicatedOnly(...) llb_DuplicatedOnly(__VA_ARGS__)
#define Dual(...) llb_Dual(__VA_ARGS__)
#define DualOnly(...) llb_DualOnly(__VA_ARGS__)
#define Dualv(bytes, x, dx) llb_Dualv(bytes, x, dx)
#endif

#ifdef __cplusplus
template <class Result, class... Arguments> Result __enzyme_autodiff(void *, Arguments...);
template <class Result, class... Arguments> Result __enzyme_fwddiff(void *, Arguments...);
template <class Result, class... Arguments> Result __enzyme_augmentfwd(void *, Arguments...);
template <class Result, class... Arguments> Result __enzyme_reverse(void *, Arguments...);
#define LLB_RESULT(type)
#define llb_autodiff(type, f, ...) __enzyme_autodiff<type>((void *)(f), __VA_ARGS__)
#define llb_fwddiff(type, f, ...) __enzyme_fwddiff<type>((void *)(f), __VA_ARGS__)
#define llb_augment(type, f, ...) __enzyme_augmentfwd<type>((void *)(f), __VA_ARGS__)
#define llb_reverse(type, f, ...) __enzyme_reverse<type>((void *)(f), __VA_ARGS__)
#else
#define LLB_RESULT(type)                                                                                                                                             \
    type __enzyme_autodiff_##type(void *, ...);                                                                                                                      \
    type __enzyme_fwddiff_##type(void *, ...);                                                                                                                       \
    type __enzyme_augmentfwd_##type(void *, ...);                                                                                                                    \
    type __enzyme_reverse_##type(void *, ...);
LLB_RESULT(void)
LLB_RESULT(double)
LLB_RESULT(float)
LLB_RESULT(tape)
#define llb_autodiff(type, f, ...) __enzyme_autodiff_##type((void *)(f), __VA_ARGS__)
#define llb_fwddiff(type, f, ...) __enzyme_fwddiff_##type((void *)(f), __VA_ARGS__)
#define llb_augment(type, f, ...) __enzyme_augmentfwd_##type((void *)(f), __VA_ARGS__)
#define llb_reverse(type, f, ...) __enzyme_reverse_##type((void *)(f), __VA_ARGS__)
#endif

/* At file scope. A function with a derivative of its own must not be inlined: write __attribute__((noinline)) before it. */
#define LLB_GRADIENT(f, augmented, reverse) __attribute__((used)) void *__enzyme_register_gradient_##f[3] = {(void *)f, (void *)augmented, (void *)reverse};
#define LLB_DERIVATIVE(f, forward) __attribute__((used)) void *__enzyme_register_derivative_##f[2] = {(void *)f, (void *)forward};
#define LLB_INACTIVE(f) __attribute__((used)) void *__enzyme_inactivefn_##f[1] = {(void *)f};
#define LLB_LIKE(f, name) __attribute__((used)) void *__enzyme_function_like_##f[2] = {(void *)f, (void *)name};

#endif
