"""Wrong calls for derivatives: each is refused before anything is changed, with what is wrong, where, and what is legal there."""
import pytest

from llbayes.ad.foreign.convention import requests
from llbayes.ir.errors import UnsupportedError

from .convention_programs import ir_of, module_of

FUNCTIONS = """
struct two { double a, b; };
struct three { double a, b, c; };
struct number { float a; int k; };
__attribute__((noinline)) double product(double x, double y) { return x * y; }
__attribute__((noinline)) double weigh(double w, double *p, int n) { return w * p[n]; }
__attribute__((noinline)) double read(double *p) { return *p; }
__attribute__((noinline)) double change(double *p) { *p *= 2; return *p; }
__attribute__((noinline)) void nothing(double *p) { }
__attribute__((noinline)) int count(double x) { return (int)x; }
__attribute__((noinline)) struct number counted(float x) { struct number r = {x, 7}; return r; }
__attribute__((noinline)) double *pick(double *p) { return p; }
__attribute__((noinline)) struct three thrice(double x) { struct three r = {x, x, x}; return r; }
__attribute__((noinline)) long double longer(long double x) { return x; }
__attribute__((noinline)) double many(int n, ...) { return n; }
__attribute__((noinline)) double of_three(struct three s) { return s.a * s.b * s.c; }
struct three s;
double elsewhere(double);
double (*variable)(double, double);
double __enzyme_autodiff(void *, ...);
struct two __enzyme_autodiff_two(void *, ...);
struct number __enzyme_fwddiff_number(void *, ...);
double __enzyme_fwddiff(void *, ...);
void *__enzyme_augmentfwd(void *, ...);
double __enzyme_augmentsize(void *, ...);
double __enzyme_reverse(void *, ...);
double __enzyme_fwdsplit(void *, ...);
double __enzyme_batch(void *, ...);
double __enzyme_truncate_mem_func(void *, ...);
double __enzyme_gradient(void *, ...);
"""
AUTODIFF, FWDDIFF, REVERSE, AUGMENT = "__enzyme_autodiff(", "__enzyme_fwddiff(", "__enzyme_reverse(", "__enzyme_augmentfwd("

WRONG = {
    # activities
    "a float by value with a shadow": (AUTODIFF + "product, enzyme_dup, x, 1.0, y)",
        "`run`: `__enzyme_autodiff` of `product`: argument 1 (`double`) is `enzyme_dup`; in reverse mode a float by value can be `enzyme_const` or `enzyme_out`"),
    "a float by value dupnoneed": (AUTODIFF + "product, x, enzyme_dupnoneed, y, 1.0)", "argument 2 (`double`) is `enzyme_dupnoneed`; in reverse mode"),
    "an active pointer": (AUTODIFF + "read, enzyme_out, p)",
        "argument 1 (`ptr`) is `enzyme_out`; in reverse mode a pointer can be `enzyme_const`, `enzyme_dup`, `enzyme_dupnoneed`, `enzyme_dupv` or `enzyme_dupnoneedv`"),
    "an active integer": (AUTODIFF + "weigh, x, p, d, enzyme_out, 1)", "argument 3 (`i32`) is `enzyme_out`; in reverse mode an integer can be `enzyme_const`"),
    "an integer with a shadow": (AUTODIFF + "weigh, x, p, d, enzyme_dup, 1, 1)", "argument 3 (`i32`) is `enzyme_dup`; in reverse mode an integer can be `enzyme_const`"),
    "out forward": (FWDDIFF + "product, enzyme_out, x, y, 1.0)",
        "argument 1 (`double`) is `enzyme_out`; in forward mode a float by value can be `enzyme_const`, `enzyme_dup` or `enzyme_dupnoneed`"),
    "a pointer out forward": (FWDDIFF + "read, enzyme_out, p)", "argument 1 (`ptr`) is `enzyme_out`; in forward mode a pointer can be"),
    "an integer dup forward": (FWDDIFF + "weigh, x, 1.0, p, d, enzyme_dup, 1, 1)", "argument 3 (`i32`) is `enzyme_dup`; in forward mode an integer can be `enzyme_const`"),
    "a long double": (AUTODIFF + "longer, (long double)x)",
        "argument 1 (`x86_fp80`) has no marker, which means `enzyme_out`; in reverse mode a float that is neither `double` nor `float` can be `enzyme_const`"),
    "an active structure forward": (FWDDIFF + "of_three, enzyme_out, s)", "argument 1 (`ptr`) is `enzyme_out`; in forward mode a pointer can be"),
    "an active structure in a split": (AUGMENT + "of_three, enzyme_out, s) != 0", "a structure in memory that is `enzyme_out` is not supported in split mode"),
    "lanes of a float in one place": (FWDDIFF + "product, enzyme_dupv, 8L, x, 1.0, y, 1.0)", "argument 1 (`double`) is `enzyme_dupv`; in forward mode"),
    "a returned pointer that is active": (AUTODIFF + "pick, enzyme_active_return, p, d)",
        "the return (`ptr`) is `enzyme_active_return`; in reverse mode a function that returns a pointer can have `enzyme_dup_return` or `enzyme_const_return`"),
    "a returned float with a shadow in reverse": (AUTODIFF + "product, enzyme_dup_return, x, y)",
        "the return (`double`) is `enzyme_dup_return`; in reverse mode a function that returns a float by value can have `enzyme_active_return` or `enzyme_const_return`"),
    "an active return forward": (FWDDIFF + "product, enzyme_active_return, x, 1.0, y, 1.0)", "the return (`double`) is `enzyme_active_return`; in forward mode"),
    "an active return of nothing": (AUTODIFF + "nothing, enzyme_active_return, p, d)", "in reverse mode a function that returns nothing can have `enzyme_const_return`"),
    "an active return of an integer": (AUTODIFF + "count, enzyme_active_return, x)", "the return (`i32`) is `enzyme_active_return`; in reverse mode"),
    # counts and types
    "too few": (AUTODIFF + "product, x)", "`run`: `__enzyme_autodiff`: there are too few arguments: `product` takes 2, argument 2 (`double`) is missing"),
    "none": (AUTODIFF + "product)", "there are too few arguments: `product` takes 2, argument 1 (`double`) is missing"),
    "too many": (AUTODIFF + "product, x, y, 1.0)", "there are too many arguments: `product` takes 2, 1 more is given, the first a `double`"),
    "too many forward": (FWDDIFF + "product, x, 1.0, y, 1.0, x, y)", "there are too many arguments: `product` takes 2, 2 more are given, the first a `double`"),
    "a marker at the end": (AUTODIFF + "product, x, y, enzyme_out)", "`enzyme_out` stands behind the last argument"),
    "no shadow at the end": (AUTODIFF + "read, p)", "argument 1 (`ptr`) has no shadow: one stands behind the value\nhint: a pointer that takes no part"),
    "a marker where a shadow stands": (AUTODIFF + "weigh, x, enzyme_dup, p, enzyme_const, 1)", "argument 2 (`ptr`) has no shadow"),
    "no tangent": (FWDDIFF + "product, x, 1.0, y)", "argument 2 (`double`) has no shadow: one stands behind the value"),
    "a lane too few": (FWDDIFF + "product, enzyme_width, 3, x, 1.0, 2.0, 3.0, y, 1.0, 2.0)", "argument 2 (`double`) has no shadow: 3 shadows stand behind the value"),
    "shadows that do not come": (FWDDIFF + "weigh, enzyme_dup, x, enzyme_dup, p, enzyme_const, 1, enzyme_interleave, 1.0)",
        "argument 2 (`ptr`) has no shadow: one stands behind `enzyme_interleave` for each argument that has some"),
    "an integer for a float": (AUTODIFF + "product, 2, y)", "argument 1 has the type `double`, given is `i32`: a literal such as 1.0 has the type that it is written as"),
    "a float for a pointer": (AUTODIFF + "read, x, d)", "argument 1 has the type `ptr`, given is `double`"),
    "a float for an integer": (AUTODIFF + "weigh, x, p, d, y)", "argument 3 has the type `i32`, given is `double`"),
    "a wide integer": (AUTODIFF + "weigh, x, p, d, 1L)", "argument 3 has the type `i32`, given is `i64`: cast it where it is given"),
    "a shadow of another type": (AUTODIFF + "read, p, 1.0)", "the shadow of argument 1 has the type `ptr`, given is `double`"),
    # markers of the call
    "width twice": (FWDDIFF + "product, enzyme_width, 2, enzyme_width, 2, x, 1.0, 1.0, enzyme_const, y)", "`enzyme_width` stands there more than once"),
    "a width that varies": (FWDDIFF + "product, enzyme_width, n, x, 1.0, enzyme_const, y)", "what stands behind `enzyme_width` is no constant integer"),
    "no width": (FWDDIFF + "product, x, 1.0, enzyme_const, y, enzyme_width)", "nothing stands behind `enzyme_width`"),
    "width 0": (FWDDIFF + "product, enzyme_width, 0, x, y)", "`enzyme_width` is 0; it is a count of lanes, 1 or more"),
    "an unknown marker": (AUTODIFF + "product, enzyme_nonsense, x, y)", "`enzyme_nonsense` is no marker\nhint: there are `enzyme_const`, `enzyme_dup`"),
    "a marker that is not served": (AUTODIFF + "product, enzyme_trace, p, x, y)", "the marker `enzyme_trace` is not supported"),
    "strong zero": (AUTODIFF + "product, enzyme_strong_zero, x, y)", "`enzyme_strong_zero` is not supported"),
    "interleave twice": (FWDDIFF + "product, x, y, enzyme_interleave, 1.0, enzyme_interleave, 1.0)", "`enzyme_interleave` stands there more than once"),
    "primal_return of nothing": (AUTODIFF + "nothing, enzyme_primal_return, p, d)", "asks for the value of a function that returns nothing, `nothing`"),
    "primal_return in a split": (AUGMENT + "product, enzyme_primal_return, x, y) != 0", "`enzyme_primal_return` is not available in split reverse mode"),
    "nofree without a tape": (AUTODIFF + "product, enzyme_nofree, x, y)", "`enzyme_nofree` is a word of split mode: there is no tape here"),
    "a tape without a split": (AUTODIFF + "product, enzyme_tape, p, x, y)", "`enzyme_tape` is a word of split mode: there is no tape here"),
    "a size by reference": (AUTODIFF + "product, enzyme_byref, 4, &x, y)", "argument 1 (`double`) has 8 bytes, `enzyme_byref` says 4"),
    "a stride of no number": (FWDDIFF + "read, enzyme_dupv, p, p, d)", "argument 1: behind `enzyme_dupv` stands the distance of two lanes in bytes, an integer"),
    # the split
    "no tape": (REVERSE + "product, x, y)", "the tape is missing: it comes last, or behind `enzyme_tape` the place where it is stored"),
    "a seed and no tape": (REVERSE + "product, x, y, 1.0)", "the tape is missing"),
    "two seeds": (REVERSE + "product, x, y, 1.0, 1.0, p)", "the seed of the return (`double`) has 1 number, 2 are given"),
    "a seed of a constant return": (REVERSE + "product, enzyme_const_return, x, y, 1.0, p)", "there are too many arguments"),
    "a tape that is too small": (AUGMENT + "product, enzyme_allocated, 4, enzyme_tape, p, x, y) != 0", "the tape has 8 bytes, `enzyme_allocated` says 4"),
    "a tape at no address": (AUGMENT + "product, enzyme_tape, 4, x, y) != 0", "behind `enzyme_tape` stands the address of the tape's place, given is a `i32`"),
    "lanes of a split": (REVERSE + "read, enzyme_width, 2, p, d, d, p)", "2 lanes of arguments with shadows are not supported in split reverse mode"),
    "memory in a split": (AUGMENT + "thrice, p, x) != 0", "`thrice` returns through memory, which split mode does not support"),
    "a forward half that may differ": ("__enzyme_fwdsplit(read, p, d, p)", "its pointers must be `enzyme_not_overwritten`"),
    "a forward half that frees nothing": ("__enzyme_fwdsplit(read, enzyme_not_overwritten, enzyme_dup, p, d, p)", "does not free the tape of arguments with shadows"),
    "lanes of what writes": (AUTODIFF + "change, enzyme_width, 2, p, d, d)", "2 lanes of arguments with shadows run `change` once for each, and it writes to memory"),
    # the function and the result
    "a function that varies": (AUTODIFF + "variable, x, y)", "it is not known when this is compiled which function is to be differentiated\nhint: give the function itself"),
    "a function without a body": (AUTODIFF + "elsewhere, x)", "`elsewhere` has no body in this module\nhint: link the files"),
    "any number of arguments": (AUTODIFF + "many, 1, x)", "`many` takes any number of arguments"),
    "a result that does not fit": ("__enzyme_autodiff_two(read, p, d).a + __enzyme_autodiff_two(product, enzyme_const, x, y).a",
        "its result is declared `{ double, double }`; what it gives is `double`: the derivative of argument 2"),
    "a size that is no integer": ("__enzyme_augmentsize(product, enzyme_out, enzyme_out)", "its result is declared `double`, a size is an integer"),
    "a tangent in an integer": ("__enzyme_fwddiff_number(counted, (float)x, 1.0f).a", "`counted` returns an integer, `i64`, which has no tangent"),
    "an entry point that is not served": ("__enzyme_batch(product, x, y)", "`run`: `__enzyme_batch`: is not supported\nhint: call the function in a loop"),
    "another": ("__enzyme_truncate_mem_func(product, 64, 32)", "`__enzyme_truncate_mem_func`: is not supported"),
    "an entry point that is not known": ("__enzyme_gradient(product, x, y)", "`__enzyme_gradient`: is no entry point that is known\nhint: there are `__enzyme_autodiff`"),
}


@pytest.mark.parametrize("level", ["O0", "O2"])
def test_what_is_said(level):
    """All in one module, a caller each; one error names every one of them."""
    callers = "".join(f"double run{k}(double x, double y, double *p, double *d, int n) {{ return {expression}; }}\n" for k, (expression, _) in enumerate(WRONG.values()))
    with pytest.raises(UnsupportedError) as error:
        requests(module_of(ir_of(FUNCTIONS + callers, level)))
    said = str(error.value)
    for k, (name, (_, says)) in enumerate(WRONG.items()):
        own = "\n".join(part for part in said.split("\n`") if part.startswith(f"run{k}`"))
        assert says.replace("`run`", f"run{k}`") in own or says in own, f"{name}: {own or said}"


def test_the_source_line_is_named():
    with pytest.raises(UnsupportedError) as error:
        requests(module_of(ir_of(FUNCTIONS + f"double run(double x) {{ return {AUTODIFF}product, x); }}", "O2", "-g")))
    assert "`run` at <stdin>:" in str(error.value)
