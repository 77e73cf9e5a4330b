"""What is read by one pattern is what the reader of everything reads; what only looks like it is left to that one."""
import numpy as np
import pytest
from programs import PROGRAMS

from llbayes.ad.compile import Request, Step, differentiated, symbolic
from llbayes.ir.records import Inst
from llbayes.ir.text import IRSyntaxError, read, write
from llbayes.ir.text.instructions import read_inst
from llbayes.ir.text.plain import plain_inst
from llbayes.lang import Array, stage

NOT_PLAIN = [
    "  %a = add i64 foo, %b", "  %a = add <2 x i64> %b, %c", "  add i64 %a, %b", "  %a = store i64 1, ptr %p", "  %a = add i64 %b", "  %a = add i64 %b, %c, !x !{i64 1}",
    "  %a = load atomic i64, ptr %p acquire, align 8", "  %a = load volatile i64, ptr %p", "  store double 1.0, ptr %p, align 8, !tbaa !{}", "  %a = add i7 %b, %c",
    "  %a = getelementptr inrange(-16, 0) i8, ptr %p, i64 1", "  %a = load i64, ptr addrspace(1) %p", '  %"a b" = add i64 %b, %c', "  %a b = add i64 %b, %c",
    "  %a = load i64, ptr %p, align " + "1" * 5000, "  %a = fadd double %b, splat (double 1.0)", "",
]  # fmt: skip


def fields(inst):
    return [getattr(inst, name) for name in Inst.__slots__]


@pytest.mark.parametrize("name", [n for n, p in PROGRAMS.items() if p.expect == "value"][:40:8])
def test_both_readers_agree(name):
    program = PROGRAMS[name]
    staged = stage(program.function, tuple(Array("f8", np.shape(a)) if np.asarray(a).dtype.kind == "f" else a for a in program.args))
    f = differentiated(symbolic(staged.text, staged.name), Request((Step("reverse", ("%in0",)),)))
    lines = [line for line in write(read(f.text)).split("\n") if line.startswith("  ")]
    found = [(line, inst) for line in lines if (inst := plain_inst(line)) is not None]
    assert len(found) > len(lines) / 2
    for line, inst in found:
        assert fields(inst) == fields(read_inst(line, {})), line


@pytest.mark.parametrize("line", ["  %a = add nsw i64 %b, %c, !dbg !12", "  store double %x, ptr %p, align 8, !tbaa !3, !dbg !4", "  %a = load ptr, ptr %p, !llvm.access.group !7"])
def test_metadata_by_number_is_plain(line):
    inst = plain_inst(line)
    assert inst is not None and inst.metadata and fields(inst) == fields(read_inst(line, {}))


@pytest.mark.parametrize("line", NOT_PLAIN)
def test_what_is_left_to_the_other_reader(line):
    assert plain_inst(line) is None


def test_a_wrong_line_is_still_refused():
    with pytest.raises(IRSyntaxError, match="in line 2:"):
        read("define i64 @f(i64 %b) {\n  %a = add i64 foo, %b\n  ret i64 %a\n}\n")
