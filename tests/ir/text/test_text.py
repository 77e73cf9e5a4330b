"""Reading and writing LLVM assembly: LLVM must parse what we write to the module we read."""

import random
import re
import sys

import llvmlite.binding as llvm
import pytest

from llbayes.ir.machine.pipelines import parse
from llbayes.ir.text import IRSyntaxError, read, write

MODULE = (
    r"""
source_filename = "a;b"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%pair = type { double, i64 }
@table = internal unnamed_addr constant [3 x double] [double 1.000000e+00, double 0x3FD5555555555555, double -2.500000e+00], align 16
@text = private constant [5 x i8] c"a;\22b\00"
declare double @llvm.exp.f64(double) #1
declare i32 @printf(ptr noundef readonly captures(none), ...)
declare void @llvm.memcpy.p0.p0.i64(ptr noalias writeonly captures(none), ptr noalias readonly captures(none), i64, i1 immarg)
define internal fastcc noundef range(i32 0, 10) i32 @small(i1 %c) unnamed_addr #0 {
  %1 = select i1 %c, i32 1, i32 2
  ret i32 %1
}
define double @f(ptr noalias noundef readonly captures(none) dereferenceable(24) %0, i64 %n, double %y, ptr initializes((0, 8)) "a"="b" %1) local_unnamed_addr #0 {
  %buf = alloca [4 x double], align 16
  %st = alloca %pair, i64 3, align 8
  %3 = icmp samesign ult i64 %n, 2
  br i1 %3, label %4, label %loop, !prof !1
4:                                                ; preds = %2
  br label %loop
loop:
  %k = phi i64 [ 0, %2 ], [ 1, %4 ], [ %k1, %loop ]
  %acc = phi fast double [ 0.000000e+00, %2 ], [ 0x7FF8000000000000, %4 ], [ %9, %loop ]
  %5 = getelementptr inbounds nuw [8 x i8], ptr %0, i64 %k
  %6 = load double, ptr %5, align 8, !tbaa !2, !noundef !1
  %7 = fmul reassoc nsz arcp contract double %6, %y
  %8 = tail call reassoc nsz double @llvm.exp.f64(double %7) #2
  %9 = fadd double %acc, %8
  store volatile double %9, ptr %buf, align 8
  %k1 = add nuw nsw i64 %k, 1
  %10 = icmp slt i64 %k1, %n
  br i1 %10, label %loop, label %exit, !llvm.loop !4
exit:
  %11 = fcmp fast uno double %9, 0.000000e+00
  %12 = zext nneg i32 7 to i64
  %13 = insertvalue { double, [2 x i64] } poison, double %9, 0
  %14 = insertvalue { double, [2 x i64] } %13, i64 %12, 1, 1
  %15 = extractvalue { double, [2 x i64] } %14, 1, 1
  %16 = extractvalue { double, [2 x i64] } %14, 0
  %17 = call i32 (ptr, ...) @printf(ptr nonnull @text, double %16)
  %18 = load %pair, ptr %st, align 8
  %19 = extractvalue %pair %18, 0
  call void @llvm.memcpy.p0.p0.i64(ptr align 16 %buf, ptr nonnull align 16 dereferenceable(24) getelementptr inbounds (i8, ptr @table, i64 8), i64 16, i1 false)
  %20 = call fastcc noundef i32 @small(i1 %11)
  %21 = insertelement <2 x double> poison, double %9, i32 0
  %22 = shufflevector <2 x double> %21, <2 x double> poison, <2 x i32> zeroinitializer
  %23 = fmul <2 x double> %22, splat (double 2.000000e+00)
  %24 = fcmp olt <2 x double> %23, <double 1.000000e+00, double 2.000000e+00>
  %25 = extractelement <2 x double> %23, i64 1
  %26 = fneg double %25
  %27 = freeze double %26
  %28 = atomicrmw fadd ptr %1, double %27 monotonic, align 8
  %29 = load atomic i64, ptr %1 acquire, align 8
  fence seq_cst
  switch i64 %29, label %done [
    i64 0, label %two
    i64 -1, label %done
  ]
two:
  br label %done
done:
  %r = phi double [ %28, %exit ], [ %28, %exit ], [ %19, %two ]
  ret double %r
}
define void @g(ptr %f, double %x) {
entry:
  %r = call double %f(double %x)
  %s = inttoptr i64 ptrtoint (ptr @table to i64) to ptr
  call void asm sideeffect "nop", "~{memory}"()
  unreachable
}
attributes #0 = { nounwind "k"="v" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #2 = { nounwind }
!llvm.module.flags = !{!0}
!0 = !{i32 2, !"Debug Info Version", i32 3}
!1 = !{!"branch_weights", i32 1, i32 2}
!2 = !{!3, !3, i64 0}
!3 = !{!"double"}
!4 = distinct !{!4, !5}
!5 = !{!"llvm.loop.mustprogress"}
""".replace(", !noundef !1", "")
    .replace("!{!3, !3, i64 0}", "!{!3, !3, i64 0}")
    .replace('!{!"double"}', '!{!"double", !6, i64 0}\n!6 = !{!"root"}')
)


def canonical(text):
    """LLVM's own printing, comments gone."""
    return re.sub(r"\s*;.*", "", str(llvm.parse_assembly(text, llvm.create_context())).replace("a;b", "a_b").replace("a;\\22", "a_\\22"))


def numbered(text):
    """Back to numbers: %n12 -> %12; the labelled entry block disappears."""
    text = re.sub(r"%n(\d+)\b", r"%\1", text)
    text = re.sub(r"^n(\d+):", r"\1:", text, flags=re.MULTILINE)
    return re.sub(r"\{\n\d+:\n", "{\n", text)


def test_llvm_sees_the_same_module():
    once = canonical(MODULE)
    twice = canonical(write(read(once)))
    assert numbered(twice).split("\n") == once.split("\n")


def test_writing_is_a_fixed_point():
    text = write(read(MODULE))
    assert write(read(text)) == text


def test_new_numbers_do_not_meet_old_renamed_ones():
    text = "define double @f(double %0) {\n  %n1 = fadd double %0, %0\n  %2 = fadd double %n1, %0\n  ret double %2\n}\n"
    parse(write(read(text)))
    assert [i.result for i in read(text).functions["f"].blocks[0].insts] == ["%n1", "%nn2", None]


@pytest.mark.parametrize("line", ["%x = frobnicate double %y", "%x = fadd double %y, %z ~", "%x = load double, ptr %p, align 8, what", "%x = fadd double %y"])
def test_unknown_text_is_an_error_that_quotes_the_line(line):
    with pytest.raises(IRSyntaxError, match=re.escape(line)):
        read(f"define double @f(double %y, double %z, ptr %p) {{\nentry:\n  {line}\n  ret double %y\n}}\n")
    with pytest.raises(IRSyntaxError, match="hello"):
        read("hello world")


MORE = """\
define { i64, double } @h(ptr %x, <2 x double> %v, ...) #0 {
entry:
  %b = load double, ptr %x, align 8
  %c = insertvalue { i64, [2 x double] } undef, i64 1, 0
  %d = getelementptr inbounds [3 x double], ptr %x, i64 0, i64 1
  %e = call fast double @llvm.exp.f64(double nofpclass(nan) %b) #1 [ "bundle"(i64 1) ]
  %k = cmpxchg ptr %x, i64 0, i64 1 acq_rel monotonic, align 8
  %s = select i1 true, double %b, double %e
  ret { i64, double } undef
}
"""
HOPELESS = [
    "%a", "%a = type i8 }", "{", "define", "define void", "define void @f() {\n}", "define void @f() {\n  ret void", "%a = type %a\n" + MORE.replace("double %b, double %e", "%a %b, %a %e"),
    "define void @f() {\n  %a = extractvalue " + "[1 x " * 200 + "i8" + "]" * 200 + " undef" + ", 0" * 300 + "\n}", "define void @f(" + "{ " * 5000, '"' * 4000,
    "define void @f() {\n  %a = load i8, ptr null, align " + "1" * 5000 + "\n}", "define void @f() {\n  %a = extractvalue { i8 } undef, ²\n}", "\0", "declare",
    "%p = type %p\ndefine void @f(%p %x) {\n  %a = extractvalue %p %x, 0\n}", "define void @f() {\n  %a = extractvalue { i8 } undef, 7\n}",
]  # fmt: skip


def damaged(text, n, seed):
    """Prefixes of a text, and copies of it with characters or words taken out, put in, doubled and changed places."""
    rng = random.Random(seed)
    yield from (text[:k] for k in range(0, len(text), max(1, len(text) // n)))
    for _ in range(n):
        at = rng.randrange(len(text))
        yield text[:at] + rng.choice('{}[]<>(),%@!"=;:#*- \n09xa') + text[at + rng.randrange(2):]
        yield text[:at] + text[at + rng.randrange(1, 40):]
        lines = text.split("\n")
        k = rng.randrange(len(lines))
        words = lines[k].split(" ")
        one, other = rng.randrange(len(words)), rng.randrange(len(words))
        words[one], words[other] = words[other], words[one] * rng.randrange(3)
        yield "\n".join([*lines[:k], " ".join(words), *lines[k + 1:]])


def test_malformed_text_is_one_error_with_its_line():
    texts = [damaged(MODULE, 150, 1), damaged(MORE, 300, 2), damaged(write(read(MODULE)), 150, 3), HOPELESS]
    refused = 0
    for text in (t for some in texts for t in some):
        try:
            write(read(text))
        except IRSyntaxError as e:
            refused += 1
            assert e.number and f"in line {e.number}:" in str(e), text
            assert e.number <= text.count("\n") + 1
    assert refused > 500


def test_the_number_is_that_of_the_line():
    for k, line in enumerate(MODULE.split("\n"), 1):
        if line.startswith("  ") and "=" in line and "switch" not in line:
            lines = MODULE.split("\n")
            lines[k - 1] = line.replace(" = ", " = frobnicate ", 1)
            with pytest.raises(IRSyntaxError) as e:
                read("\n".join(lines))
            assert e.value.number == k


def test_records_hold_what_the_text_says():
    f = read(MODULE).functions["f"]
    assert [b.label for b in f.blocks] == ["n2", "n4", "loop", "exit", "two", "done"]
    assert f.params[0].attrs == "noalias noundef readonly captures(none) dereferenceable(24)"
    load = next(i for i in f.blocks[2].insts if i.op == "load")
    assert (load.align, load.metadata[0][0], load.type) == (8, "tbaa", "double")
    byop = {i.op: i for b in f.blocks for i in b.insts}
    assert byop["extractvalue"].type == "double"
    assert byop["switch"].cases == ("done", (("0", "two"), ("-1", "done")))
    assert byop["alloca"].held == "%pair"


def test_reading_a_line_takes_few_steps():
    """Counted, so that the machine's speed does not matter: calls of Python functions and of built-in ones."""
    def steps(lines):
        body = "".join(f"  %v{k} = fmul reassoc nsz double %x, %y, !dbg !3\n" for k in range(lines))
        text, count = f"define double @f(double %x, double %y) {{\nentry:\n{body}  ret double %x\n}}\n", 0

        def note(_frame, event, _argument):
            nonlocal count
            count += event in ("call", "c_call")
        sys.setprofile(note)
        try:
            read(text)
        finally:
            sys.setprofile(None)
        return count

    few, many = steps(300), steps(3000)
    assert many - few < 2700 * 60
