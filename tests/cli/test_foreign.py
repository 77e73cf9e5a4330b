"""`llbayes ad`: a module of another compiler with its derivatives, as a file; what is told of it, and what is said where it is wrong."""
import ctypes

import llvmlite.binding as llvm
import pytest

from llbayes import cli

FUNCTION = """
@enzyme_dup = external global i32
define double @square(double %x) {
  %r = fmul double %x, %x
  ret double %r
}
"""
CALLER = """
declare double @square(double)
"""
PROGRAM = """
define double @slope(double %x) {
  %r = call double (...) @__enzyme_autodiff(ptr @square, double %x)
  ret double %r
}
define double @tangent(double %x) {
  %m = load i32, ptr @enzyme_dup
  %r = call double (...) @__enzyme_fwddiff(ptr @square, i32 %m, double %x, double 2.0)
  ret double %r
}
declare double @__enzyme_autodiff(...)
declare double @__enzyme_fwddiff(...)
"""
WRONG = PROGRAM.replace("ptr @square, double %x)", "ptr @square, ptr null)").replace(", double 2.0", "")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with modules."""
    (tmp_path / "in.ll").write_text(FUNCTION + PROGRAM)
    (tmp_path / "function.ll").write_text(FUNCTION)
    (tmp_path / "caller.ll").write_text("@enzyme_dup = external global i32\n" + CALLER + PROGRAM)
    (tmp_path / "wrong.ll").write_text(FUNCTION + WRONG)
    (tmp_path / "text.ll").write_text("no module")
    (tmp_path / "in.bc").write_bytes(llvm.parse_assembly(FUNCTION + PROGRAM).as_bitcode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(text, name, x):
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine()
    with llvm.create_mcjit_compiler(llvm.parse_assembly(text), machine) as engine:
        engine.finalize_object()
        return ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(engine.get_function_address(name))(x)


@pytest.mark.parametrize("files", [["in.ll"], ["in.bc"], ["caller.ll", "function.ll"]])
def test_the_module_that_is_written_has_the_derivatives(home, capsys, files):
    (home / "out.ll").write_text("old")
    assert cli.main(["ad", *files, "-o", "out.ll"]) == 0
    assert capsys.readouterr() == ("", "")
    text = (home / "out.ll").read_text()
    assert [run(text, name, 3.0) for name in ("slope", "tangent")] == [6.0, 12.0]
    assert sorted(p.name for p in home.iterdir() if p.name.startswith(".")) == []


def test_a_module_that_asks_for_nothing_is_written_as_it_is(home, capsys):
    assert cli.main(["ad", "function.ll", "-o", "out.ll"]) == 0
    assert "nothing in function.ll asks for a derivative" in capsys.readouterr().err
    assert run((home / "out.ll").read_text(), "square", 3.0) == 9.0


def test_what_is_told(home, capsys):
    assert cli.main(["ad", "in.ll", "--print-plan", "--print-activity"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "`slope`: __enzyme_autodiff of `square`, autodiff (out) -> out",
        "  argument 1 of `square` (`double`): out, by its type",
        "  the return of `square`: out, by its type",
        "`tangent`: __enzyme_fwddiff of `square`, fwddiff (dup) -> dup",
        "  argument 1 of `square` (`double`): dup",
        "  the return of `square`: dup, by its type",
        "derived: reverse of `square`, forward of `square`",
        "`square`, forward:",
        "  active   %v1 = fmul double %p0, %p0",
        "`square`, reverse:",
        "  active   %v1 = fmul double %p0, %p0",
    ]


@pytest.mark.parametrize("words, status, says", [
    (["in.ll"], 1, "`-o out.ll` names a file"),
    ([], 2, "FILE is missing: LLVM IR as"),
    (["ni.ll", "-o", "out.ll"], 1, "there is no file `ni.ll`"),
    (["in.ll", "-o", "in.ll"], 1, "`in.ll` is what is read"),
    (["in.ll", "-o", "none/out.ll"], 1, "there is no folder `none`"),
    (["in.ll", "-o", "."], 1, "is a folder"),
    (["text.ll", "-o", "out.ll"], 1, "LLVM cannot read text.ll, line 1"),
    (["in.ll", "function.ll", "-o", "out.ll"], 1, "function.ll cannot be linked to the files before it"),
    (["wrong.ll", "-o", "out.ll"], 1, "2 things are wrong with calls for derivatives"),
    (["wrong.ll", "--print-plan"], 1, "argument 1 has the type `double`, given is `ptr`"),
    (["in.ll", "-o", "out.ll", "--overwrite"], 2, "there is no option `--overwrite`"),
])
def test_what_is_said_where_something_is_wrong(home, capsys, words, status, says):
    try:
        found = cli.main(["ad", *words])
    except SystemExit as end:
        found = end.code
    out, err = capsys.readouterr()
    assert (found, out) == (status, "") and says in err and "Traceback" not in err
    assert not (home / "out.ll").exists()
