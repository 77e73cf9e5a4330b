"""Calls of Enzyme's convention after rewriting: run, with derived functions that note how they are called and give 100, 101, … (aug), 200, … (rev), 300, … (fwd)."""
import ctypes

import pytest

from .convention_programs import Ran, checked, ir_of, rewritten

LEVELS = ("O0", "O2")
FUNCTIONS = """
struct two { double a, b; };
struct three { double a, b, c; };
struct four { double a, b, c, d; };
struct floats { float a, b; };
struct tape_value { void *tape; double value; };
struct tape_shadow { void *tape; double *value, *shadow; };
struct number { int k; float a; };
__attribute__((noinline)) double product(double x, double y) { return x * y; }
__attribute__((noinline)) float small(float x, float y) { return x * y; }
__attribute__((noinline)) double weigh(double w, double *p, int n) { return w * p[n]; }
__attribute__((noinline)) void change(double *p) { p[0] *= 2; }
__attribute__((noinline)) double *pick(double *p, long n) { return p + n; }
__attribute__((noinline)) struct two turn(double x) { struct two r = {x, -x}; return r; }
__attribute__((noinline)) struct three thrice(double x, double *p) { struct three r = {x, *p, x}; return r; }
__attribute__((noinline)) double of_floats(struct floats s) { return s.a * s.b; }
__attribute__((noinline)) double of_three(struct three s, double x) { return s.a * s.b * s.c * x; }
__attribute__((noinline)) double of_char(char c, short s, double x) { return c * s * x; }
__attribute__((noinline)) int rounded(float x) { return (int)x; }
double __enzyme_autodiff(void *, ...);
void __enzyme_autodiff_void(void *, ...);
float __enzyme_autodiff_float(void *, ...);
struct two __enzyme_autodiff_two(void *, ...);
struct three __enzyme_autodiff_three(void *, ...);
struct floats __enzyme_autodiff_floats(void *, ...);
double __enzyme_fwddiff(void *, ...);
void __enzyme_fwddiff_void(void *, ...);
struct two __enzyme_fwddiff_two(void *, ...);
struct three __enzyme_fwddiff_three(void *, ...);
struct four __enzyme_fwddiff_four(void *, ...);
double *__enzyme_fwddiff_pointer(void *, ...);
struct number __enzyme_autodiff_number(void *, ...);
void *__enzyme_augmentfwd(void *, ...);
struct tape_value __enzyme_augmentfwd_value(void *, ...);
struct tape_shadow __enzyme_augmentfwd_shadow(void *, ...);
double __enzyme_augmentfwd_stored(void *, ...);
int __enzyme_augmentsize(void *, ...);
double __enzyme_reverse(void *, ...);
struct two __enzyme_reverse_two(void *, ...);
double __enzyme_fwdsplit(void *, ...);
void *__enzyme_virtualreverse(void *);
#define F(f) ((void *)f)
"""
P, D, E = ((ctypes.c_double * 4)(*values) for values in ((1, 2, 3, 4), (0, 0, 0, 0), (0, 0, 0, 0)))

# what runs: body of `double run(double x, double y, double *p, double *d, double *e)`, what it gives, the calls
RUNS = {
    "out and const": ("return __enzyme_autodiff(F(product), enzyme_out, x, enzyme_const, y);", 200.0,
                      ["aug product 3 5", "rev product #100 i1 1"]),
    "const and out": ("return __enzyme_autodiff(F(product), enzyme_const, x, enzyme_out, y);", 201.0,
                      ["aug product 3 5", "rev product #100 i1 1"]),
    "defaults": ("struct two r = __enzyme_autodiff_two(F(product), x, y); return 1000 * r.a + r.b;", 200201.0,
                 ["aug product 3 5", "rev product #100 i1 1"]),
    "the first derivative alone": ("return __enzyme_autodiff(F(product), x, y);", 200.0, ["aug product 3 5", "rev product #100 i1 1"]),
    "value and derivative": ("struct two r = __enzyme_autodiff_two(F(product), enzyme_primal_return, enzyme_out, x, enzyme_const, y); return 1000 * r.a + r.b;",
                             101200.0, ["aug product 3 5", "rev product #100 i1 1"]),
    "through memory": ("struct three r = __enzyme_autodiff_three(F(product), enzyme_primal_return, x, y); return r.a + 1000 * r.b + 1000000 * r.c;",
                       201200101.0, ["aug product 3 5", "rev product #100 i1 1"]),
    "a shadow": ("return __enzyme_autodiff(F(weigh), x, enzyme_dup, p, d, enzyme_const, 2);", 200.0, ["aug weigh 3 arg2 arg3 i2", "rev weigh #100 i1 1"]),
    "a shadow by default": ("return __enzyme_autodiff(F(weigh), x, p, d, 2);", 200.0, ["aug weigh 3 arg2 arg3 i2", "rev weigh #100 i1 1"]),
    "a constant pointer": ("return __enzyme_autodiff(F(weigh), x, enzyme_const, p, 2);", 200.0, ["aug weigh 3 arg2 arg2 i2", "rev weigh #100 i1 1"]),
    "addresses of markers": ("return __enzyme_autodiff(F(weigh), &enzyme_out, x, &enzyme_dupnoneed, p, d, &enzyme_const, 2);", 200.0,
                             ["aug weigh 3 arg2 arg3 i2", "rev weigh #100 i1 1"]),
    "marker in a variable": ("int mark = enzyme_const; return __enzyme_autodiff(F(weigh), enzyme_out, x, mark, p, mark, 2);", 200.0,
                             ["aug weigh 3 arg2 arg2 i2", "rev weigh #100 i1 1"]),
    "function in a variable": ("double (*f)(double, double) = product; return __enzyme_autodiff(F(f), x, y);", 200.0, ["aug product 3 5", "rev product #100 i1 1"]),
    "no result": ("__enzyme_autodiff_void(F(change), enzyme_dup, p, d); return 1.0;", 1.0, ["aug change arg2 arg3", "rev change #100 i1"]),
    "a constant return": ("return __enzyme_autodiff(F(product), enzyme_const_return, x, y);", 200.0, ["aug product 3 5", "rev product #100 i1 0"]),
    "lanes without shadows": ("struct three r = __enzyme_autodiff_three(F(product), enzyme_width, 3, x, enzyme_const, y); return r.a + r.b + r.c;", 600.0,
                              ["aug product 3 5", "rev product #100 i0 1", "rev product #100 i0 1", "rev product #100 i1 1"]),
    "lanes with shadows": ("struct two r = __enzyme_autodiff_two(F(weigh), enzyme_width, 2, x, enzyme_dup, p, d, e, enzyme_const, 1); return r.a + r.b;", 400.0,
                           ["aug weigh 3 arg2 arg3 i1", "rev weigh #100 i1 1", "aug weigh 3 arg2 arg4 i1", "rev weigh #100 i1 1"]),
    "floats": ("return __enzyme_autodiff_float(F(small), (float)x, enzyme_const, (float)y);", 200.0, ["aug small 3 5", "rev small #100 i1 1"]),
    "a structure of floats": ("struct floats s = {x, y}; struct floats r = __enzyme_autodiff_floats(F(of_floats), enzyme_out, s); return 1000 * r.a + r.b;", 200201.0,
                              ["aug of_floats 3 5", "rev of_floats #100 i1 1"]),
    "a structure in memory": ("struct three s = {x, y, 7}, t = {0}; return __enzyme_autodiff(F(of_three), enzyme_dup, &s, &t, x);", 200.0,
                              ["aug of_three ptr ptr 3", "rev of_three #100 i1 1"]),
    "a structure in memory by value": ("struct three s = {x, y, 7}, t = {0}; return __enzyme_autodiff(F(of_three), enzyme_dup, s, t, x);", 200.0,
                                       ["aug of_three ptr ptr 3", "rev of_three #100 i1 1"]),
    "the derivative of a structure in memory": ("struct three s = {x, y, 7}; struct three r = __enzyme_autodiff_three(F(of_three), enzyme_out, s, enzyme_const, x); "
                                                "return r.a + r.b + r.c + 1.0;", 1.0, ["aug of_three ptr ptr 3", "rev of_three #100 i1 1"]),
    "a constant structure in memory": ("struct three s = {x, y, 7}; return __enzyme_autodiff(F(of_three), enzyme_const, s, x);", 200.0,
                                       ["aug of_three ptr ptr 3", "rev of_three #100 i1 1"]),
    "two returned": ("return __enzyme_autodiff(F(turn), x);", 200.0, ["aug turn 3", "rev turn #100 i1 1 1"]),
    "returned through memory": ("__enzyme_autodiff(F(thrice), d, enzyme_out, x, enzyme_dup, p, e); return 1.0;", 1.0,
                                ["aug thrice ptr arg3 3 arg2 arg4", "rev thrice #100 i1"]),
    "an integer and a float in one register": ("struct number r = __enzyme_autodiff_number(F(rounded), enzyme_primal_return, (float)x); return 1000 * r.k + r.a;",
                                               101200.0, ["aug rounded 3", "rev rounded #100 i1"]),
    "short integers": ("return __enzyme_autodiff(F(of_char), (char)3, (short)4, x);", 200.0, ["aug of_char i3 i4 3", "rev of_char #100 i1 1"]),
    "by reference": ("return __enzyme_autodiff(F(product), enzyme_byref, 8, enzyme_out, &x, enzyme_const, y);", 200.0, ["aug product 3 5", "rev product #100 i1 1"]),
    "runtime activity": ("return __enzyme_autodiff(F(product), enzyme_runtime_activity, x, enzyme_const, y);", 200.0, ["aug product 3 5", "rev product #100 i1 1"]),

    "tangent": ("return __enzyme_fwddiff(F(product), enzyme_dup, x, 1.0, enzyme_const, y);", 301.0, ["fwd1 product 3 1 5 0"]),
    "tangent and value": ("struct two r = __enzyme_fwddiff_two(F(product), enzyme_primal_return, x, 1.0, y, 2.0); return 1000 * r.a + r.b;", 300301.0,
                          ["fwd1 product 3 1 5 2"]),
    "tangents": ("struct three r = __enzyme_fwddiff_three(F(product), enzyme_width, 3, enzyme_dup, x, 1.0, 2.0, 4.0, enzyme_const, y); "
                 "return r.a + 1000 * r.b + 1000000 * r.c;", 303302301.0, ["fwd3 product 3 1 2 4 5 0 0 0"]),
    "tangents and value": ("struct four r = __enzyme_fwddiff_four(F(product), enzyme_primal_return, enzyme_width, 3, enzyme_dup, x, 1.0, 2.0, 4.0, enzyme_const, y); "
                           "return r.a + 1000 * r.b + 1000000 * r.c;", 302301300.0, ["fwd3 product 3 1 2 4 5 0 0 0"]),
    "shadows of lanes": ("struct two r = __enzyme_fwddiff_two(F(weigh), enzyme_width, 2, enzyme_const, x, enzyme_dup, p, d, e, enzyme_const, 1); return r.a + r.b;",
                         603.0, ["fwd2 weigh 3 0 0 arg2 arg3 arg4 i1"]),
    "shadows apart": ("struct two r = __enzyme_fwddiff_two(F(weigh), enzyme_width, 2, enzyme_const, x, enzyme_dupv, 0L, p, d, enzyme_const, 1); return r.a + r.b;",
                      603.0, ["fwd2 weigh 3 0 0 arg2 arg3 arg3 i1"]),
    "primals first": ("struct two r = __enzyme_fwddiff_two(F(weigh), enzyme_width, 2, enzyme_dup, x, enzyme_dup, p, enzyme_const, 1, enzyme_interleave, 1.0, 2.0, d, e); "
                      "return r.a + r.b;", 603.0, ["fwd2 weigh 3 1 2 arg2 arg3 arg4 i1"]),
    "no tangent": ("__enzyme_fwddiff_void(F(change), p, d); return 1.0;", 1.0, ["fwd1 change arg2 arg3"]),
    "a value without its tangent": ("return __enzyme_fwddiff(F(product), enzyme_const_return, enzyme_primal_return, x, 1.0, y, 2.0);", 300.0, ["fwd1 product 3 1 5 2"]),
    "tangent of two": ("struct two r = __enzyme_fwddiff_two(F(turn), x, 1.0); return 1000 * r.a + r.b;", 301303.0, ["fwd1 turn 3 1"]),
    "value and tangent of two": ("struct four r = __enzyme_fwddiff_four(F(turn), enzyme_primal_return, x, 1.0); return r.a + 1000 * r.b + 1000000 * r.c;",
                                 301302300.0, ["fwd1 turn 3 1"]),
    "tangent through memory": ("struct three r = __enzyme_fwddiff_three(F(thrice), x, 1.0, enzyme_const, p); return r.a + r.b + r.c + 1.0;", 1.0,
                               ["fwd1 thrice ptr ptr 3 1 arg2 arg2"]),
    "a returned pointer's shadow": ("return __enzyme_fwddiff_pointer(F(pick), p, d, 2L) == (double *)301;", 1.0, ["fwd1 pick arg2 arg3 i2"]),

    "split": ("void *t = __enzyme_augmentfwd(F(product), x, y); struct two r = __enzyme_reverse_two(F(product), x, y, 7.0, t); return 1000 * r.a + r.b;", 200201.0,
              ["aug product 3 5", "rev product #100 i1 7"]),
    "split without a seed": ("void *t = __enzyme_augmentfwd(F(product), x, y); return __enzyme_reverse(F(product), enzyme_const, x, y, t);", 201.0,
                             ["aug product 3 5", "rev product #100 i1 1"]),
    "tape and value": ("struct tape_value r = __enzyme_augmentfwd_value(F(product), x, y); return r.value + (r.tape == (void *)100);", 102.0, ["aug product 3 5"]),
    "tape, pointer and shadow": ("struct tape_shadow r = __enzyme_augmentfwd_shadow(F(pick), p, d, 2L); "
                                 "return (r.tape == (void *)100) + (r.value == (double *)101) + (r.shadow == (double *)102);", 3.0, ["aug pick arg2 arg3 i2"]),
    "a tape stored": ("void *t[1]; int n = __enzyme_augmentsize(F(product), enzyme_out, enzyme_out); "
                      "double v = __enzyme_augmentfwd_stored(F(product), enzyme_allocated, 8, enzyme_tape, t, x, y); "
                      "struct two r = __enzyme_reverse_two(F(product), enzyme_allocated, 8, enzyme_tape, t, x, y, 7.0); return 1000000 * n + 1000 * v + r.a;", 8101200.0,
                      ["aug product 3 5", "rev product #100 i1 7"]),
    "a tape of the size that is asked for": (
        "long n = __enzyme_augmentsize(F(product), enzyme_out, enzyme_out); void *t = __builtin_alloca(n); "
        "__enzyme_augmentfwd_stored(F(product), enzyme_allocated, n, enzyme_tape, t, x, y); "
        "return __enzyme_reverse(F(product), enzyme_allocated, n, enzyme_tape, t, x, enzyme_const, y, 7.0);", 200.0, ["aug product 3 5", "rev product #100 i1 7"]),
    "reverse run twice": ("void *t = __enzyme_augmentfwd(F(product), x, y); __enzyme_reverse(F(product), enzyme_nofree, x, enzyme_const, y, 7.0, t); "
                          "return __enzyme_reverse(F(product), x, enzyme_const, y, 8.0, t);", 200.0,
                          ["aug product 3 5", "rev product #100 i0 7", "rev product #100 i1 8"]),
    "a value that is not wanted": ("void *t = __enzyme_augmentfwd(F(product), enzyme_noret, x, y); return t == (void *)100;", 1.0, ["aug product 3 5"]),
    "forward on a tape": ("void *t = __enzyme_augmentfwd(F(product), x, y); return __enzyme_fwdsplit(F(product), enzyme_dup, x, 1.0, enzyme_dup, y, 2.0, t);", 301.0,
                          ["aug product 3 5", "fwd1 product 3 1 5 2", "rev product #100 i1 0"]),
    "forward on a tape that stays": ("void *t = __enzyme_augmentfwd(F(weigh), x, p, d, 1); "
                                     "return __enzyme_fwdsplit(F(weigh), enzyme_nofree, x, 1.0, enzyme_not_overwritten, enzyme_dup, p, d, enzyme_const, 1, t);", 301.0,
                                     ["aug weigh 3 arg2 arg3 i1", "fwd1 weigh 3 1 arg2 arg3 i1"]),
    "a pair": ("return __enzyme_virtualreverse(F(product)) != 0;", 1.0, []),
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", RUNS)
def test_what_a_call_becomes(name, level):
    body, gives, calls = RUNS[name]
    source = f"{FUNCTIONS}double run(double x, double y, double *p, double *d, double *e) {{ {body} }}"
    ran = Ran(source, level, "run", 3.0, 5.0, P, D, E)
    assert (ran.gave, ran.calls) == (gives, calls)


def test_callers_are_verified_where_they_are_not_run():
    """Debug information, and a caller that has names of the kind that new values get."""
    text, wanted, _ = rewritten(ir_of(FUNCTIONS + "double run(double x, double y) { return __enzyme_autodiff(F(product), x, enzyme_const, y); }", "O1", "-g"))
    checked(text)
    assert wanted == [("rev", "product", 1)]
    again = """
define double @f(double %x) {
  ret double %x
}
define double @g(double %llb.1) {
  %llb.2 = call double (...) @__enzyme_autodiff(ptr @f, double %llb.1)
  ret double %llb.2
}
declare double @__enzyme_autodiff(...)
"""
    checked(rewritten(again)[0])
