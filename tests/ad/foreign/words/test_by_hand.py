"""Copies in IR by hand: what integers become that are moved, evidence of each kind, and what is refused."""
from __future__ import annotations

import pytest

from llbayes.ad.foreign.types import Types
from llbayes.ad.foreign.words.known import Known
from llbayes.ir.errors import UnsupportedError
from llbayes.ir.graph.normalise import callee_of, renamed
from llbayes.ir.machine import pipelines
from llbayes.ir.records import Module
from llbayes.ir.text import read, write
from llbayes.ir.text.writer import write_function

INTRINSICS = """
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare void @__enzyme_double(ptr, ...)
declare void @__enzyme_pointer(ptr, ...)
declare void @__enzyme_integer(ptr, ...)
declare ptr @realloc(ptr, i64)
declare void @use(i64)
"""


def types_of(text: str) -> Types:
    """The last function, its copies retyped and verified."""
    module = read(INTRINSICS + text)
    f = renamed(list(module.functions.values())[-1], typed=True)
    types = Types(f, Known(module))
    pipelines.parse(write(Module({**module.functions, f.name: f}, module.globals, module.attributes, module.metadata)))
    return types


def lines(types: Types) -> list[str]:
    return [line.strip() for line in write_function(types.f).splitlines()]


def words(text: str) -> list[tuple[str, int]]:
    """Words of the one copy, and its period."""
    types = types_of(text)
    copy = next(i for b in types.f.blocks for i in b.insts if i.op == "call" and callee_of(i).startswith(("llvm.mem", "realloc")))
    found = types.words(copy)
    return [*((s.kind, s.offset) for s in found.spans), *([("period", found.period)] if found.period else [])]


def test_a_pointer_that_goes_round_a_loop_as_an_integer():
    found = lines(types_of("""
define double @f(ptr %a, i64 %n) {
entry:
  %first = load i64, ptr %a
  br label %loop
loop:
  %p = phi i64 [ %first, %entry ], [ %next, %loop ]
  %q = inttoptr i64 %p to ptr
  %v = load double, ptr %q
  %at = getelementptr i8, ptr %q, i64 8
  %next = load i64, ptr %at
  %end = icmp eq i64 %next, 0
  br i1 %end, label %exit, label %loop
exit:
  ret double %v
}"""))
    assert "%v1 = load ptr, ptr %p0" in found
    assert "%v2 = phi ptr [ %v1, %b0 ], [ %v6, %b1 ]" in found
    assert "%v4 = load double, ptr %v2" in found
    assert "%v7 = icmp eq ptr %v6, null" in found


def test_an_address_in_a_buffer_is_stored_as_a_pointer():
    found = lines(types_of("""
define void @f(ptr %env, ptr %buffer) {
  %i = ptrtoint ptr %env to i64
  store i64 %i, ptr %buffer
  ret void
}"""))
    assert found[2:4] == ["store ptr %p0, ptr %p1", "ret void"]


def test_an_address_that_is_computed_with_stays_an_integer_there():
    found = lines(types_of("""
define i64 @f(ptr %a, ptr %to) {
  %i = load i64, ptr %a
  %p = inttoptr i64 %i to ptr
  store double 1.0, ptr %p
  store i64 %i, ptr %to
  %low = and i64 %i, 7
  ret i64 %low
}"""))
    assert "%v1.bits = ptrtoint ptr %v1 to i64" in found
    assert "%v3 = and i64 %v1.bits, 7" in found
    assert "store ptr %v1, ptr %p1" in found


@pytest.mark.parametrize(("type_", "constant", "becomes"), [("double", "4607182418800017408", "double 0x3FF0000000000000"), ("ptr", "0", "ptr null"), ("ptr", "16", "ptr inttoptr (i64 16 to ptr)")])
def test_constants_are_what_the_memory_holds(type_, constant, becomes):
    found = lines(types_of(f"""
define void @f(ptr %a, ptr %b) {{
  %v = load {type_}, ptr %a
  store {type_} %v, ptr %b
  store i64 {constant}, ptr %a
  ret void
}}"""))
    assert f"store {becomes}, ptr %p0" in found


SIGNS = {"xor i64 %b, -9223372036854775808": "fneg double %p0", "and i64 %b, 9223372036854775807": "call double @llvm.fabs.f64(double %p0)",
         "or i64 %b, -9223372036854775808": "fneg double %c1", "and i64 %b, -9223372036854775808": "call double @llvm.copysign.f64(double 0.0, double %p0)"}


@pytest.mark.parametrize("operation", SIGNS)
def test_operations_on_the_sign_bit(operation):
    found = lines(types_of(f"""
define double @f(double %x) {{
  %b = bitcast double %x to i64
  %c = {operation}
  %d = bitcast i64 %c to double
  ret double %d
}}"""))
    assert f"%v2 = {SIGNS[operation]}" in found
    assert not any("bitcast" in line for line in found)


def test_the_sign_is_tested_on_the_bits():
    found = lines(types_of("""
define double @f(ptr %a) {
  %b = load i64, ptr %a
  %v = load double, ptr %a
  %s = icmp slt i64 %b, 0
  %r = select i1 %s, double 0.0, double %v
  ret double %r
}"""))
    assert "%v1.bits = bitcast double %v1 to i64" in found
    assert "%v3 = icmp slt i64 %v1.bits, 0" in found


def test_a_float_made_of_an_integer_is_a_constant():
    found = lines(types_of("""
define double @f(ptr %a, i64 %n) {
  %j = shl i64 %n, 52
  store i64 %j, ptr %a
  %v = load double, ptr %a
  %b = bitcast i64 %j to double
  %w = fmul double %v, %b
  ret double %w
}"""))
    assert found[3:6] == ["%c1 = bitcast i64 %v1 to double", "store double %c1, ptr %p0", "%v2 = load double, ptr %p0"]
    assert "%v3 = bitcast i64 %v1 to double" in found


def test_a_union_holds_a_float_or_an_integer():
    text = """
define double @f(ptr %a, i64 %n, i1 %c) {
  %m = mul i64 %n, 3
  store i64 %m, ptr %a
  %i = load i64, ptr %a
  %w = sitofp i64 %i to double
  %v = load double, ptr %a
  %b = getelementptr i8, ptr %a, i64 8
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 8, i1 false)
  %r = select i1 %c, double %v, double %w
  ret double %r
}"""
    assert words(text) == [("double", 0)]
    assert "%v2 = load i64, ptr %p0" in lines(types_of(text))


def test_an_address_computed_from_one_pointer_is_an_offset_from_it():
    found = lines(types_of("""
define double @f(ptr %a) {
  %i = ptrtoint ptr %a to i64
  %j = add i64 %i, 31
  %k = and i64 %j, -32
  %p = inttoptr i64 %k to ptr
  %v = load double, ptr %p
  ret double %v
}"""))
    assert found[5:8] == ["%c1 = ptrtoint ptr %p0 to i64", "%c2 = sub i64 %v3, %c1", "%v4 = getelementptr i8, ptr %p0, i64 %c2"]


def test_what_the_metadata_says_of_an_integer():
    text = """
define void @f(ptr %a, ptr %b) {
  %v = load i64, ptr %a, !tbaa !KIND
  store i64 %v, ptr %b
  ret void
}
!0 = !{!"root"}
!1 = !{!"omnipotent char", !0, i64 0}
!2 = !{!"double", !1, i64 0}
!3 = !{!"any pointer", !1, i64 0}
!4 = !{!"p1 double", !3, i64 0}
!5 = !{!"long", !1, i64 0}
!6 = !{!2, !2, i64 0}
!7 = !{!4, !4, i64 0}
!8 = !{!5, !5, i64 0}
!9 = !{!1, !1, i64 0}
!10 = !{!11, !2, i64 8}
!11 = !{!"S", !4, i64 0, !2, i64 8}
"""
    assert [lines(types_of(text.replace("KIND", k)))[2].split(",")[0] for k in ("6", "7", "8", "10")] == ["%v1 = load double", "%v1 = load ptr", "%v1 = load i64", "%v1 = load double"]
    with pytest.raises(UnsupportedError, match="`f`: a move of 8 bytes of memory whose contents are not known"):
        types_of(text.replace("KIND", "9"))


def test_padding_holds_nothing():
    assert words("""
define void @f(ptr %a, ptr %b) {
  call void @llvm.memcpy.p0.p0.i64(ptr %a, ptr %b, i64 24, i1 false), !tbaa.struct !5
  ret void
}
!0 = !{!"root"}
!1 = !{!"omnipotent char", !0, i64 0}
!2 = !{!"double", !1, i64 0}
!3 = !{!2, !2, i64 0}
!4 = !{!1, !1, i64 0}
!5 = !{i64 0, i64 8, !3, i64 8, i64 1, !4, i64 16, i64 8, !3}
""") == [("double", 0), ("int", 8), ("int", 12), ("double", 16)]


def test_hints_say_what_is_there():
    text = """
define void @f(ptr %a, ptr %b, i64 %n) {
  call void (ptr, ...) @__enzyme_double(ptr %a, i64 16)
  %p = getelementptr i8, ptr %a, i64 16
  call void (ptr, ...) @__enzyme_pointer(ptr %p)
  %i = getelementptr i8, ptr %a, i64 24
  call void (ptr, ...) @__enzyme_integer(ptr %i, i64 8)
  call void @llvm.memmove.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  ret void
}"""
    assert words(text) == [("double", 0), ("double", 8), ("ptr", 16), ("int", 24)]
    assert words("""
define void @f(ptr %a, ptr %b, i64 %n) {
  call void (ptr, ...) @__enzyme_double(ptr %a, i64 %n)
  call void @llvm.memmove.p0.p0.i64(ptr %b, ptr %a, i64 %n, i1 false)
  ret void
}""") == [("double", 0), ("period", 8)]


def test_types_of_allocas_and_globals():
    assert words("""
%T = type { double, [2 x float], %union.U, <{ i32, ptr }> }
%union.U = type { double }
@g = internal global %T zeroinitializer
define void @f(ptr %b) {
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr @g, i64 16, i1 false)
  ret void
}""") == [("double", 0), ("float", 8), ("float", 12)]
    assert words("""
%T = type { double, <{ i32, ptr }> }
define void @f(ptr %b) {
  %a = alloca [2 x %T]
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 20, i1 false)
  ret void
}""") == [("double", 0), ("int", 8), ("ptr", 12)]


def test_words_come_through_copies_and_loaded_pointers():
    assert words("""
define double @f(ptr %a, ptr %t, ptr %b) {
  call void @llvm.memcpy.p0.p0.i64(ptr %t, ptr %a, i64 16, i1 false)
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %t, i64 16, i1 false)
  %field = getelementptr i8, ptr %b, i64 8
  %p = load ptr, ptr %field
  %v = load double, ptr %p
  %w = load double, ptr %b
  ret double %w
}""") == [("double", 0), ("ptr", 8)]
    assert words("""
define double @f(ptr %a, ptr %b, i64 %n) {
  %to = load ptr, ptr %b
  %from = load ptr, ptr %a
  call void @llvm.memcpy.p0.p0.i64(ptr %to, ptr %from, i64 %n, i1 false)
  %again = load ptr, ptr %b
  %at = getelementptr { double, float, i32, ptr }, ptr %again, i64 %n, i32 1
  %x = load float, ptr %at
  %back = getelementptr i8, ptr %at, i64 -8
  %v = load double, ptr %back
  %k = getelementptr i8, ptr %at, i64 4
  %i = load i32, ptr %k
  call void @use(i64 %n)
  %j = add i32 %i, 1
  store i32 %j, ptr %k
  %last = getelementptr i8, ptr %at, i64 8
  store ptr null, ptr %last
  ret double %v
}""") == [("double", 0), ("float", 8), ("int", 12), ("ptr", 16), ("period", 24)]


def test_other_floating_types_are_words_of_their_own():
    assert words("""
define half @f(ptr %a, ptr %b) {
  %v = load half, ptr %a
  %p = getelementptr i8, ptr %a, i64 16
  %w = load x86_fp80, ptr %p
  %q = getelementptr i8, ptr %a, i64 8
  %x = load double, ptr %q
  %r = getelementptr i8, ptr %a, i64 4
  %y = load float, ptr %r
  %h = getelementptr half, ptr %a, i64 1
  %z = load half, ptr %h
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  ret half %v
}""") == [("half", 0), ("half", 2), ("float", 4), ("double", 8), ("x86_fp80", 16)]


def test_arrays_inside_structs_end_where_the_type_says():
    text = """
%S = type { [3 x double], ptr }
define double @f(ptr %a, ptr %b, i64 %n, i64 %k) {
  %s = getelementptr %S, ptr %a, i64 %n
  %p = getelementptr double, ptr %s, i64 %k
  %v = load double, ptr %p
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %FROM, i64 SIZE, i1 false)
  ret double %v
}"""
    found = [("double", 0), ("double", 8), ("double", 16), ("ptr", 24)]
    assert words(text.replace("FROM", "a").replace("SIZE", "%n")) == [*found, ("period", 32)]
    assert words(text.replace("FROM", "a").replace("SIZE", "32")) == found
    assert words(text.replace("FROM", "s").replace("SIZE", "32")) == found


def test_memory_that_grows():
    assert words("""
define double @f(ptr %a, i64 %n) {
  %b = call ptr @realloc(ptr %a, i64 %n)
  %p = getelementptr double, ptr %b, i64 %n
  %v = load double, ptr %p
  ret double %v
}""") == [("double", 0), ("period", 8)]


REFUSED = {
    "both": ("a copy of 8 bytes of memory whose contents are of more than one type (byte 0)", """
define double @f(ptr %a, ptr %b) {
  %v = load double, ptr %a
  %p = load ptr, ptr %b
  store ptr null, ptr %p
  call void @llvm.memcpy.p0.p0.i64(ptr %a, ptr %b, i64 8, i1 false)
  ret double %v
}"""),
    "overlapping": ("a copy of 8 bytes of memory whose contents are of more than one type (byte 0)", """
define double @f(ptr %a, ptr %b) {
  %v = load double, ptr %a
  %high = getelementptr i8, ptr %a, i64 4
  %x = load float, ptr %high
  call void @llvm.memcpy.p0.p0.i64(ptr %a, ptr %b, i64 8, i1 false)
  ret double %v
}"""),
    "made pointer": ("a word of memory holds a pointer and an integer", """
define double @f(ptr %a, ptr %b) {
  %i = load i64, ptr %a
  %j = add i64 %i, 8
  store i64 %j, ptr %b
  %p = load ptr, ptr %b
  %k = load i64, ptr %b
  store i64 %k, ptr %b
  %v = load double, ptr %p
  ret double %v
}"""),
    "changed bits": ("the bits of a double are used as an integer", """
define double @f(ptr %a, ptr %b) {
  %x = load double, ptr %a
  %i = load i64, ptr %a
  %j = add i64 %i, 4503599627370496
  store i64 %j, ptr %b
  %v = load double, ptr %b
  ret double %v
}"""),
    "passed bits": ("the bits of a double are used as an integer", """
define void @f(double %x) {
  %b = bitcast double %x to i64
  call void @use(i64 %b)
  ret void
}"""),
    "every second": ("a copy of memory whose contents are not known", """
define double @f(ptr %a, ptr %b, i64 %n) {
  %p = getelementptr [16 x i8], ptr %a, i64 %n
  %v = load double, ptr %p
  call void @llvm.memcpy.p0.p0.i64(ptr %a, ptr %b, i64 %n, i1 false)
  ret double %v
}"""),
    "constant bits": ("a move of 8 bytes of memory whose contents are not known", """
define void @f(ptr %a) {
  store i64 4607182418800017408, ptr %a
  ret void
}"""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_known_is_refused(name):
    message, text = REFUSED[name]
    with pytest.raises(UnsupportedError) as refused:
        words(text)
    assert refused.value.message == f"`f`: {message}"
