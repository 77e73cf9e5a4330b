"""Modules of other compilers: loaded as they are, linked, refused in words."""
import pytest

from llbayes.ir.errors import CompileError
from llbayes.ir.foreign import link_in, load

TEXT = """\
source_filename = "a.c"
target datalayout = "e-m:o-i64:64-i128:128-n32:64-S128"
target triple = "arm64-apple-macosx14.0.0"
define double @f(double %x) {
  %y = fmul double %x, %x
  ret double %y
}
!llvm.ident = !{!0}
!0 = !{!"clang version 99.1"}
"""


def test_triple_and_layout_are_kept():
    module = load(TEXT)
    assert (module.triple, module.layout) == ("arm64-apple-macosx14.0.0", "e-m:o-i64:64-i128:128-n32:64-S128")
    assert 'target triple = "arm64-apple-macosx14.0.0"' in module.text
    assert "another machine" in module.not_for_this_machine
    assert not load("define void @f() {\n  ret void\n}\n").not_for_this_machine


def test_a_file_of_text_or_bitcode(tmp_path):
    import llvmlite.binding as llvm

    text, code = tmp_path / "a.ll", tmp_path / "a.bc"
    text.write_text(TEXT)
    code.write_bytes(llvm.parse_assembly(TEXT, llvm.create_context()).as_bitcode())
    first, *others = [load(source).records.functions["f"] for source in (text, str(text), code, code.read_bytes(), TEXT)]
    assert [[i.op for i in f.blocks[0].insts] for f in others] == [[i.op for i in first.blocks[0].insts]] * 4


def test_a_text_that_llvm_refuses_names_the_place_and_both_versions(tmp_path):
    path = tmp_path / "bad.ll"
    path.write_text(TEXT.replace("fmul double", "fmulp double"))
    with pytest.raises(CompileError) as e:
        load(path)
    said = str(e.value)
    assert f"{path}, line 5, column 8: expected instruction opcode" in said and "fmulp double" in said
    assert "LLVM 22." in said and "clang version 99.1" in said


def test_what_the_verifier_refuses_is_the_users():
    with pytest.raises(CompileError, match="verifier refuses the module given, `@f`, block a: Instruction does not dominate"):
        load("define double @f(i1 %c) {\nentry:\n  br i1 %c, label %a, label %b\na:\n  %x = fadd double 1.0, 1.0\n  br label %b\nb:\n  %y = fadd double %x, 1.0\n  ret double %y\n}\n")


def test_the_verifiers_words_have_the_line_of_the_source():
    with pytest.raises(CompileError, match=r"`@f`, the first block \(a\.c:9\): immarg"):
        load("""
define void @f(i32 %x) !dbg !4 {
  %c = call i32 @llvm.abs.i32(i32 %x, i1 %d), !dbg !5
  %d = icmp eq i32 %x, 0
  ret void
}
declare i32 @llvm.abs.i32(i32, i1 immarg)
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "a.c", directory: "/tmp")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !{})
!4 = distinct !DISubprogram(name: "f", scope: !1, file: !1, line: 3, type: !3, unit: !0, spFlags: DISPFlagDefinition)
!5 = !DILocation(line: 9, column: 3, scope: !4)
""")


@pytest.mark.parametrize(("source", "said"), [("nowhere.ll", "cannot be read"), (b"\x7fELF\0\0", "neither"), (b"BC\xc0\xde1234", "cannot read")])
def test_what_is_no_module(source, said):
    with pytest.raises(CompileError, match=said):
        load(source)


def test_several_files_are_linked():
    module = link_in([TEXT.replace("fmul double %x, %x", "call double @g(double %x)") + "declare double @g(double)\n", TEXT.replace("@f", "@g")])
    assert set(module.records.functions) == {"f", "g"} and all(f.blocks for f in module.records.functions.values())
    with pytest.raises(CompileError, match="symbol multiply defined"):
        link_in([TEXT, TEXT])
