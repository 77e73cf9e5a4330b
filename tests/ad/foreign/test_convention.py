"""Requests: what calls of Enzyme's convention ask for, from C at -O0 and -O2 and from IR of other shapes."""
import pytest

from llbayes.ad.foreign.convention import Allocation, registered, requests
from llbayes.ad.foreign.rewriting import quiet, rewrite, settle
from llbayes.ir.errors import UnsupportedError
from llbayes.ir.text import writer

from .convention_programs import checked, ir_of, module_of, rewritten

LEVELS = ("O0", "O2")
PROGRAM = """
struct three { double a, b, c; };
__attribute__((noinline)) double product(double x, double y) { return x * y; }
__attribute__((noinline)) double weigh(double w, double *p, int n) { return w * p[n]; }
__attribute__((noinline)) struct three thrice(double x) { struct three r = {x, x, x}; return r; }
double __enzyme_autodiff(void *, ...);
double __enzyme_fwddiff(void *, ...);
struct three __enzyme_fwddiff_three(void *, ...);
void *__enzyme_augmentfwd(void *, ...);
double __enzyme_reverse(void *, ...);
double by_default(double x, double *p, double *d) { return __enzyme_autodiff((void *)weigh, x, p, d, 1); }
double marked(double x, double *p) { return __enzyme_autodiff((void *)weigh, enzyme_const, x, enzyme_const, p, enzyme_const, 1); }
double forward(double x, double *p, double *d) { return __enzyme_fwddiff((void *)weigh, x, 1.0, enzyme_dupnoneed, p, d, 1); }
struct three through(double x) { return __enzyme_fwddiff_three((void *)thrice, enzyme_dup, x, 1.0); }
double split(double x, double y) {
    void *tape = __enzyme_augmentfwd((void *)product, x, y);
    return __enzyme_reverse((void *)product, enzyme_nofree, x, y, 2.0, tape);
}
"""
WORDS = [
    ("autodiff", "weigh", 1, "by_default", ["out", "dup", "const"], "out", set()),
    ("autodiff", "weigh", 1, "marked", ["const", "const", "const"], "out", set()),
    ("fwddiff", "weigh", 1, "forward", ["dup", "dupnoneed", "const"], "dup", set()),
    ("fwddiff", "thrice", 1, "through", ["dup", "dup"], "dup", set()),
    ("augmentfwd", "product", 1, "split", ["out", "out"], "out", set()),
    ("reverse", "product", 1, "split", ["out", "out"], "out", {"nofree"}),
]


@pytest.mark.parametrize("level", LEVELS)
def test_requests_of_c(level):
    found = requests(module_of(ir_of(PROGRAM, level)))
    assert [(r.mode, r.function, r.width, r.caller, [a.activity for a in r.arguments], r.returns, set(r.flags)) for r in found] == WORDS
    assert [len(r.seeds) for r in found] == [0, 0, 0, 0, 0, 1]
    assert found[-1].tape is not None and found[-1].seeds[0].type == "double"
    assert [[len(a.shadows) for a in r.arguments] for r in found[:3]] == [[0, 1, 0], [0, 0, 0], [1, 1, 0]]


HEAD = """
@enzyme_out = external global i32
@enzyme_const = external global i32
@enzyme_dup = external addrspace(1) global i32
@table = internal constant ptr @f
@other = alias double (double, ptr), ptr @f
@gone = external constant ptr
@moves = global ptr @f
define double @f(double %x, ptr %p) {
  %v = load double, ptr %p
  %r = fmul double %x, %v
  ret double %r
}
define double @"a b"(double %x, ptr %p) {
  ret double %x
}
declare double @_Z17__enzyme_autodiffIdJEEdPvz(...)
declare ptr @__enzyme_virtualreverse(ptr)
"""
BY_HAND = {
    "a constant that holds the function": """
  %f = load ptr, ptr @table
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr %f, double %x, ptr %p, ptr %d)""",
    "another name": "\n  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @other, double %x, ptr %p, ptr %d)",
    "a marker in metadata": """
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, metadata !"enzyme_out", double %x, metadata !"enzyme_dup", ptr %p, ptr %d)""",
    "a marker of another address space": """
  %m = load i32, ptr addrspacecast (ptr addrspace(1) @enzyme_dup to ptr)
  %o = load i32, ptr @enzyme_out
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, i32 %o, double %x, i32 %m, ptr %p, ptr %d)""",
    "a marker that is cast": """
  %m = addrspacecast ptr addrspace(1) @enzyme_dup to ptr
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, double %x, ptr %m, ptr %p, ptr %d)""",
    "a marker by the name of a local": """
  %enzyme_dup = alloca i32
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, double %x, ptr %enzyme_dup, ptr %p, ptr %d)""",
    "a marker of two ways": """
  %c = fcmp ogt double %x, 1.0
  br i1 %c, label %yes, label %no
yes:
  %m1 = load i32, ptr @enzyme_out
  br label %both
no:
  %m2 = load i32, ptr @enzyme_out
  br label %both
both:
  %m = phi i32 [ %m1, %yes ], [ %m2, %no ]
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, i32 %m, double %x, ptr %p, ptr %d)""",
    "function and marker through locals of other blocks": """
  %a = alloca i32
  %b = alloca ptr
  %o = load i32, ptr @enzyme_out
  store i32 %o, ptr %a
  store ptr @f, ptr %b
  br label %next
next:
  %m = load i32, ptr %a
  %f = load ptr, ptr %b
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr %f, i32 %m, double %x, ptr %p, ptr %d)""",
}


@pytest.mark.parametrize("name", BY_HAND)
def test_requests_of_ir_of_other_shapes(name):
    text = f"{HEAD}define double @g(double %x, ptr %p, ptr %d) {{{BY_HAND[name]}\n  ret double %r\n}}\n"
    [found] = requests(module_of(text))
    assert (found.mode, found.function, [a.activity for a in found.arguments]) == ("autodiff", "f", ["out", "dup"])
    out, wanted, _ = rewritten(text)
    checked(out)
    assert wanted == [("rev", "f", 1)]


def test_names_that_need_quotes():
    text = HEAD + """define double @g(double %x, ptr %p, ptr %d) {
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @"a b", double %x, ptr %p, ptr %d)
  ret double %r
}
"""
    out, wanted, names = rewritten(text)
    checked(out)
    assert wanted == [("rev", '"a b"', 1)]
    assert names == ["llb.aug.a b", "llb.rev.a b"]


FAR = """
define internal double @wrapper(ptr %h, double %x) {
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr %h, double %x, ptr @enzyme_const, ptr null)
  ret double %r
}
define internal ptr @address(ptr %closure) {
  ret ptr @f
}
define double @one(double %x) {
  %r = call double @wrapper(ptr @f, double %x)
  %h = call ptr @address(ptr null)
  %s = call double @wrapper(ptr %h, double %x)
  ret double %r
}
"""


def test_functions_through_functions_that_nobody_else_calls():
    [found] = requests(module_of(HEAD + FAR))
    assert (found.function, found.caller) == ("f", "wrapper")


@pytest.mark.parametrize("before, after", [
    ("define internal double @wrapper", "define double @wrapper"),                                 # others can call it
    ("wrapper(ptr %h, double %x)\n  ret", 'wrapper(ptr @"a b", double %x)\n  ret'),                 # one call differs
    ("wrapper(ptr %h, double %x)\n  ret", "wrapper(ptr %u, double %x)\n  ret"),                     # one is not known
    ("%h = call ptr @address(ptr null)", "%h = call ptr @address(ptr @wrapper)"),                  # its address goes elsewhere
    ("define internal ptr @address", "define weak ptr @address"),                                  # another definition may run
])
def test_functions_that_may_be_others_are_refused(before, after):
    text = (HEAD + FAR).replace("@one(double %x)", "@one(double %x, ptr %u)")
    assert text != text.replace(before, after)
    with pytest.raises(UnsupportedError, match="it is not known when this is compiled"):
        requests(module_of(text.replace(before, after)))


INVOKED = HEAD + """
define double @g(double %x, ptr %p, ptr %d) personality ptr @__gxx_personality_v0 {
  %a = load i32, ptr @enzyme_const
  %one = invoke double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, double %x, ptr %p, ptr %d) to label %next unwind label %caught
next:
  %before = phi double [ %one, %0 ]
  %two = invoke double @h(double %before) to label %last unwind label %caught
last:
  %sum = fadd double %two, %one
  ret double %sum
caught:
  %which = phi double [ 1.0, %0 ], [ %before, %next ]
  %pad = landingpad { ptr, i32 } cleanup
  call void @note(double %which)
  resume { ptr, i32 } %pad
}
define double @alone(double %x, ptr %p, ptr %d) personality ptr @__gxx_personality_v0 {
  %one = invoke double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, double %x, ptr %p, ptr %d) to label %next unwind label %caught
next:
  ret double %one
caught:
  %which = phi double [ 1.0, %0 ]
  %pad = landingpad { ptr, i32 } cleanup
  call void @note(double %which)
  resume { ptr, i32 } %pad
}
declare double @h(double)
declare void @note(double)
declare i32 @__gxx_personality_v0(...)
"""


def test_an_invoke_goes_on_where_it_would_have_returned():
    checked(rewritten(INVOKED)[0])


NESTED = """
define double @f(double %x) {
  ret double %x
}
define double @g(double %x) {
  %r = call double (...) @__enzyme_autodiff(ptr @f, double %x)
  ret double %r
}
define double @h(double %x) {
  %r = call double @g(double %x)
  ret double %r
}
define double @k(double %x) {
  %r = call double (...) @__enzyme_fwddiff(ptr @h, double %x, double 1.0)
  ret double %r
}
declare double @__enzyme_autodiff(...)
declare double @__enzyme_fwddiff(...)
"""


def test_a_function_that_asks_for_derivatives_is_differentiated_when_it_has_them():
    module = module_of(NESTED)
    assert [[tuple(key) for key in rewrite(module)], len(requests(module))] == [[("both", "f", 1, "o")], 1]
    assert [[tuple(key) for key in rewrite(module)], len(requests(module))] == [[("fwd", "h", 1, "")], 0]


def test_a_derivative_that_needs_itself_is_refused():
    with pytest.raises(UnsupportedError, match="`h`, whose derivative is asked for, asks for a derivative that needs its own"):
        rewrite(module_of(NESTED.replace("ptr @f", "ptr @h")))


def test_types_that_have_no_values_are_problems_like_any_other():
    text = """
define void @f(<vscale x 2 x double> %x) {
  ret void
}
define void @g(<vscale x 2 x double> %x) {
  call void (...) @__enzyme_autodiff(ptr @f, <vscale x 2 x double> %x)
  call void (...) @__enzyme_autodiff(ptr @f)
  ret void
}
declare void @__enzyme_autodiff(...)
"""
    with pytest.raises(UnsupportedError, match="2 things are wrong(.|\n)*`g`: `__enzyme_autodiff`: values of type `<vscale x 2 x double>` have no known layout"):
        requests(module_of(text))


def test_nothing_is_changed_where_something_is_wrong():
    text = HEAD + """define double @g(double %x, ptr %p, ptr %d) {
  %r = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, double %x, ptr %p, ptr %d)
  %s = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, double %x, ptr %p)
  %t = call double (...) @_Z17__enzyme_autodiffIdJEEdPvz(ptr @f, double %x)
  ret double %r
}
"""
    module = module_of(text)
    before = writer.write(module)
    with pytest.raises(UnsupportedError) as error:
        rewrite(module)
    assert writer.write(module) == before
    lines = str(error.value).split("\n")
    assert lines[0] == "2 things are wrong with calls for derivatives"
    assert "has no shadow" in lines[1] and "argument 2 (`ptr`) is missing" in lines[3]


@pytest.mark.parametrize("level", LEVELS)
def test_hints_and_inactive_calls_are_settled(level):
    module = module_of(ir_of("""
#include <stdlib.h>
void __enzyme_double(void *, unsigned long);
double __enzyme_call_inactive(double (*)(double), double);
double __enzyme_ignore_derivatives(double);
double half(double x);
double f(double *p) {
    __enzyme_double(p, 8);
    return __enzyme_call_inactive(half, p[0]) + __enzyme_ignore_derivatives(p[1]);
}
double g(double (*h)(double), double x) { return __enzyme_call_inactive(h, x); }
""", level))
    assert requests(module) == []
    quiet(module)
    settle(module)
    text = writer.write(module)
    checked(text)
    assert not [line for line in text.split("\n") if " call " in line and "__enzyme_" in line]
    assert registered(module).inactive == {"llb.inactive.1", "llb.inactive.2"}
    assert text.count("call double @llb.inactive.1(ptr @half, double ") == text.count("call double @llb.inactive.1(ptr %") == 1


REGISTERED = """
#include <stddef.h>
double f(double x);
double *mine(size_t n, int zero);
void release(double *p);
void log_it(double x);
double state;
static double *augmented(double x, double r) { return 0; }
static double reverse(double x, double seed, double *tape) { return seed; }
static double forward(double x, double t) { return t; }
void *__enzyme_register_gradient_f[3] = {(void *)f, (void *)augmented, (void *)reverse};
void *__enzyme_register_derivative_f[2] = {(void *)f, (void *)forward};
void *__enzyme_inactivefn_log[1] = {(void *)log_it};
void *__enzyme_inactivefn_one = (void *)release;
void *__enzyme_inactive_global_state = (void *)&state;
void *__enzyme_function_like_f[2] = {(void *)f, (void *)"log1p"};
void *__enzyme_allocation_like_mine[4] = {(void *)mine, (void *)0, (void *)"-1", (void *)release};
void *__enzyme_allocation_like_other[4] = {(void *)f, (void *)1, (void *)"", (void *)release};
extern void *__enzyme_inactivefn_elsewhere;
"""


@pytest.mark.parametrize("level", LEVELS)
def test_what_a_module_registers(level):
    found = registered(module_of(ir_of(REGISTERED, level)))
    assert found.gradients == {"f": ("augmented", "reverse")}
    assert found.derivatives == {"f": "forward"}
    assert found.inactive == {"log_it", "release"}
    assert found.inactive_globals == {"state"}
    assert found.like == {"f": "log1p"}
    assert found.allocations == {"mine": Allocation(0, "release", "-1"), "f": Allocation(1, "release", "")}


@pytest.mark.parametrize("line, says", [
    ("void *__enzyme_register_gradient_f[2] = {(void *)f, (void *)f};", "`__enzyme_register_gradient_f` does not hold three functions"),
    ("void *__enzyme_register_derivative_f[2] = {(void *)f, (void *)0};", "does not hold two functions"),
    ("void *__enzyme_function_like_f[2] = {(void *)f, (void *)f};", "does not hold a function and the name of a known one"),
    ("void *__enzyme_allocation_like_f[2] = {(void *)f, (void *)f};", "does not hold a function, the number"),
    ("void *__enzyme_inactivefn_f = 0;", "does not hold a function"),
    ("void *__enzyme_register_splitderivative_f[3] = {(void *)f, (void *)f, (void *)f};", "the derivative of `f` for the second half of a forward split"),
])
def test_registered_globals_of_another_shape(line, says):
    with pytest.raises(UnsupportedError, match=says):
        registered(module_of(ir_of(f"double f(double x);\n{line}")))
