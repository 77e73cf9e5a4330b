"""Enzyme's calling convention: calls are found, and what takes their place is run with derived functions written by hand."""
import pytest

from llbayes.ad.foreign.convention import requests

from .convention_programs import ir_of, module_of, rewritten, run

LEVELS = ("O0", "O2")
# x y, its derivatives; the frame is a block of two doubles
PRODUCT = """
define { ptr, double } @llb.aug.product(double %x, double %y) {
  %frame = call ptr @malloc(i64 16)
  store double %x, ptr %frame
  %second = getelementptr i8, ptr %frame, i64 8
  store double %y, ptr %second
  %r = fmul double %x, %y
  %a = insertvalue { ptr, double } poison, ptr %frame, 0
  %b = insertvalue { ptr, double } %a, double %r, 1
  ret { ptr, double } %b
}
define { double, double } @llb.rev.product(ptr %frame, i1 %last, double %seed) {
  %x = load double, ptr %frame
  %second = getelementptr i8, ptr %frame, i64 8
  %y = load double, ptr %second
  %dx = fmul double %y, %seed
  %dy = fmul double %x, %seed
  %a = insertvalue { double, double } poison, double %dx, 0
  %b = insertvalue { double, double } %a, double %dy, 1
  br i1 %last, label %free, label %back
free:
  call void @free(ptr %frame)
  br label %back
back:
  ret { double, double } %b
}
define { double, double } @llb.fwd1.product(double %x, double %tx, double %y, double %ty) {
  %r = fmul double %x, %y
  %u = fmul double %tx, %y
  %v = fmul double %x, %ty
  %t = fadd double %u, %v
  %a = insertvalue { double, double } poison, double %r, 0
  %b = insertvalue { double, double } %a, double %t, 1
  ret { double, double } %b
}
declare ptr @malloc(i64)
declare void @free(ptr)
"""
PROGRAM = """
struct two { double a, b; };
static double product(double x, double y) { return x * y; }
double __enzyme_autodiff(void *, ...);
struct two __enzyme_autodiff_both(void *, ...);
double __enzyme_fwddiff(void *, ...);
double in_x(double x, double y) { return __enzyme_autodiff((void *)product, enzyme_out, x, enzyme_const, y); }
double both(double x, double y) {
    struct two d = __enzyme_autodiff_both((void *)product, x, y);
    return 100.0 * d.a + d.b;
}
double with_value(double x, double y) {
    struct two d = __enzyme_autodiff_both((void *)product, enzyme_primal_return, enzyme_const, x, enzyme_out, y);
    return 100.0 * d.a + d.b;
}
double tangent(double x, double y) { return __enzyme_fwddiff((void *)product, enzyme_dup, x, 10.0, enzyme_dup, y, 1.0); }
double tangent_of_x(double x, double y) { return __enzyme_fwddiff((void *)product, x, 1.0, enzyme_const, y); }
"""


@pytest.mark.parametrize("level", LEVELS)
def test_derivatives_are_what_the_derived_functions_give(level):
    text, wanted = rewritten(ir_of(PROGRAM, level), PRODUCT)
    assert wanted == [("rev", "product", 1), ("fwd", "product", 1)]
    found = [run(text, name, 3.0, 5.0) for name in ("in_x", "both", "with_value", "tangent", "tangent_of_x")]
    assert found == [5.0, 503.0, 1503.0, 53.0, 5.0]


@pytest.mark.parametrize("level", LEVELS)
def test_requests_say_mode_function_and_activities(level):
    found = [(r.mode, r.function, r.width, r.caller, [a.activity for a in r.arguments], r.returns) for r in requests(module_of(ir_of(PROGRAM, level)))]
    assert found == [
        ("autodiff", "product", 1, "in_x", ["out", "const"], "out"),
        ("autodiff", "product", 1, "both", ["out", "out"], "out"),
        ("autodiff", "product", 1, "with_value", ["const", "out"], "out"),
        ("fwddiff", "product", 1, "tangent", ["dup", "dup"], "dup"),
        ("fwddiff", "product", 1, "tangent_of_x", ["dup", "const"], "dup"),
    ]
