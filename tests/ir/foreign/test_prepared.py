"""The clone that derivatives are taken of: inlined, without invokes, in loop form, and nothing concluded from the clone that the module does not say."""
import pytest

from llbayes.ir.errors import CompileError, UnsupportedError
from llbayes.ir.foreign import catches, lines, load, prepared

MODULE = """
@scale = internal global double 2.0
@table = internal global ptr @twice
declare void @throws()
declare i32 @__gxx_personality_v0(...)
define internal double @twice(double %x) #0 {
  %y = fmul double %x, 2.0
  ret double %y
}
define void @set(double %s) {
  store double %s, ptr @scale
  ret void
}
define internal double @rec(double %x, i32 %n, double %unused) {
  %c = icmp eq i32 %n, 0
  br i1 %c, label %done, label %more
more:
  %m = sub i32 %n, 1
  %r = call double @rec(double %x, i32 %m, double %x)
  %t = call double @twice(double %r)
  ret double %t
done:
  ret double %x
}
define linkonce_odr double @f(double %x) #0 personality ptr @__gxx_personality_v0 {
  %s = load double, ptr @scale
  %t = call double @twice(double %x)
  %y = fmul double %s, %t
  invoke void @throws() to label %fine unwind label %pad
fine:
  %r = call double @rec(double %y, i32 3, double 0.0)
  ret double %r
pad:
  %e = landingpad { ptr, i32 }
          cleanup
  store double 0.0, ptr @scale
  resume { ptr, i32 } %e
}
define double @catcher(double %x) personality ptr @__gxx_personality_v0 {
  %y = invoke double @f(double %x) to label %fine unwind label %pad
fine:
  ret double %y
pad:
  %e = landingpad { ptr, i32 } catch ptr null
  ret double 0.0
}
define double @calls_catcher(double %x) {
  %y = call double @catcher(double %x)
  ret double %y
}
attributes #0 = { noinline optnone nounwind }
"""


def calls(function):
    return [i.callee.ref for b in function.blocks for i in b.insts if i.op == "call"]


def test_callees_are_inlined_and_recursion_stays():
    module = load(MODULE).records
    found = prepared(module, ["f"]).functions
    assert calls(found["f"]) == ["@throws", "@rec"] and calls(found["rec"]) == ["@rec"]
    assert len(found["rec"].params) == 3 and not any(i.op == "invoke" for b in found["f"].blocks for i in b.insts)
    assert any(i.op == "load" and i.args[0].ref == "@scale" for i in found["f"].blocks[0].insts), "others write that variable"
    assert module.functions["f"].prefix == "linkonce_odr" and "#0" in module.functions["f"].suffix, "the user's own is as it was"


def test_functions_that_stay_calls():
    found = prepared(load(MODULE).records, ["f"], calls={"twice"}).functions
    assert calls(found["f"]) == ["@twice", "@throws", "@rec"] and not found["twice"].blocks
    found = prepared(load(MODULE).records, ["f", "twice"], calls={"twice"}).functions
    assert calls(found["f"]) == ["@twice", "@throws", "@rec"] and found["twice"].blocks


def test_catching_and_going_on():
    module = load(MODULE).records
    assert [name for name, f in module.functions.items() if catches(f)] == ["catcher"]
    with pytest.raises(UnsupportedError, match="`catcher` catches"):
        prepared(module, ["catcher"])
    assert calls(prepared(module, ["calls_catcher"]).functions["calls_catcher"]) == ["@catcher"]


def test_lines():
    module = load("""
define double @f(double %x) !dbg !4 {
  %y = fmul double %x, %x, !dbg !7
  %z = fmul double %y, %x, !dbg !8
  ret double %z
}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "a.c", directory: "/tmp")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !{})
!4 = distinct !DISubprogram(name: "f", scope: !1, file: !1, line: 3, type: !3, unit: !0, spFlags: DISPFlagDefinition)
!5 = distinct !DISubprogram(name: "g", scope: !1, file: !1, line: 8, type: !3, unit: !0, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 5, column: 3, scope: !4)
!7 = !DILocation(line: 9, column: 3, scope: !5, inlinedAt: !6)
!8 = !DILocation(line: 0, scope: !5, inlinedAt: !6)
""").records
    at, f = lines(module), module.functions["f"]
    assert [at(f, i) for i in (None, *f.blocks[0].insts)] == ["a.c:3", "a.c:9", "a.c:5", "a.c:3"]


def test_a_name_without_a_body():
    for name in ("throws", "nowhere"):
        with pytest.raises(CompileError, match=f"`{name}` has no body"):
            prepared(load(MODULE).records, [name])


def test_unnamed_globals_aliases_and_variables_of_threads():
    module = load("""
@0 = private global double 1.0
@1 = private constant double 3.0
@local = internal thread_local(initialexec) global double 1.0
@other = weak alias double (double), ptr @twice
@same = alias double (double), ptr @2
@llvm.used = appending global [1 x ptr] [ptr @unused], section "llvm.metadata"
define internal double @unused() {
  ret double 0.0
}
define double @twice(double %x) {
  %y = fmul double %x, 2.0
  ret double %y
}
define internal double @2(double %x) {
  %a = load double, ptr @0
  %b = load double, ptr @1
  %c = load double, ptr @local
  %d = fmul double %a, %b
  %e = fmul double %d, %c
  %f = fmul double %e, %x
  ret double %f
}
define double @f(double %x) {
  %y = call double @other(double %x)
  %z = call double @same(double %y)
  ret double %z
}
""").records
    found = prepared(module, ["f"], calls={"twice"})
    loads = [i.args[0].ref for b in found.functions["f"].blocks for i in b.insts if i.op == "load"]
    assert sorted(loads) == ["@local", "@n0"] and calls(found.functions["f"]) == ["@other"]
    assert not found.functions["other"].blocks and "unused" not in found.functions
    assert prepared(module, ["same"]).functions["same"].name == "n2"


def test_groups_and_functions_that_metadata_alone_names():
    module = load("""
define internal double @other(double %x) noinline {
  ret double %x
}
define double @f(ptr %g, double %x) {
  %y = call double %g(double %x), !callees !0
  ret double %y
}
!kernels = !{!1}
!0 = !{ptr @other, ptr @third}
!1 = !{ptr @other, !"@nothing", ptr @table}
@table = global double 0.0
declare double @third(double)
""").records
    assert prepared(module, ["f"]).functions["f"].blocks and prepared(module, ["other"]).functions["other"].blocks
