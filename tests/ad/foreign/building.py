"""Programs of other languages: to IR by their compilers, through the engine, to an executable that is run."""
from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from .corpus import ROOT, Program

LEVELS = ("O0", "O2", "O3")
SECONDS = 120                                       # ends what hangs
COMPILERS = {"c": "clang-22", "cpp": "clang++-22", "f90": "flang-22", "rs": "rustc"}
CHECKS = ROOT                                       # where check.h is
EIGEN = "/usr/include/eigen3"
VALGRIND = ("valgrind", "-q", "--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect")
DRIVER = '#include "check.h"\nextern void f(const double *, double *);\nCHECK_MAP(f, {inputs}, {outputs})\n'


def need(*tools: str) -> None:
    """A compiler that is not there fails in CI, which installs it, and is a skip elsewhere."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{', '.join(missing)} not found: `.ci/run` installs compilers and valgrind by apt")


def call(*command: str | Path) -> str:
    """What a command that must end well prints."""
    ran = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=SECONDS)
    assert ran.returncode == 0, f"{' '.join(map(str, command))}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def clang(source: Path, level: str, to: Path, *flags: str) -> Path:
    """C or C++ to text of IR; at -O0 without `optnone`, which would forbid passes on the clones."""
    unoptimised = ("-Xclang", "-disable-O0-optnone") if level == "O0" else ()
    of_language = ("-std=c++17", "-isystem", EIGEN) if source.suffix == ".cpp" else ()
    call(COMPILERS[source.suffix[1:]], "-w", "-S", "-emit-llvm", f"-{level}", *unoptimised, *of_language, *flags, source, "-o", to)
    return to


def flang(source: Path, level: str, to: Path) -> Path:
    call("flang-22", "-S", "-emit-llvm", f"-{level}", "-module-dir", to.parent, source, "-o", to)
    return to


def rustc(source: Path, level: str, to: Path) -> Path:
    """Rust to text of IR. Its own level 0 leaves the bodies of generic functions in the library: what stands for it is the IR before any pass."""
    of_level = ("opt-level=2", "no-prepopulate-passes") if level == "O0" else (f"opt-level={level[1]}",)
    flags = [word for option in (*of_level, "panic=abort", "codegen-units=1", "overflow-checks=off") for word in ("-C", option)]
    call("rustc", "--edition=2021", "--crate-type=lib", "--emit=llvm-ir", *flags, source, "-o", to)
    return to


def to_ir(program: Program, level: str, folder: Path, modes: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """The program's module, and that of a driver in C where it is in Fortran or Rust; all modes when none is named."""
    flags = tuple(f"-D{mode}" for mode in modes or program.modes)
    to = folder / "in.ll"
    if program.language in ("c", "cpp"):
        return (clang(program.path, level, to, *flags),)
    driver = folder / "driver.c"
    driver.write_text(DRIVER.format(inputs=program.inputs, outputs=program.outputs))
    compiled = (flang if program.language == "f90" else rustc)(program.path, level, to)
    return compiled, clang(driver, level, folder / "driver.ll", f"-I{CHECKS}", *flags)


def differentiated(*paths: Path) -> Path:
    """The modules as one with its `__enzyme_` calls replaced, beside the first."""
    from llbayes.ad import foreign as engine
    from llbayes.ir import foreign

    to = paths[0].with_name("out.ll")
    to.write_text(engine.differentiate(foreign.link_in(paths)))
    return to


@cache
def rust_library(folder: Path) -> Path:
    """Rust's library and allocator for a program that clang links."""
    source, to = folder / "std.rs", folder / "libruststd.a"
    if not to.exists():
        source.write_text("")
        call("rustc", "--crate-type=staticlib", "-C", "panic=abort", source, "-o", to)
    return to


def _libraries(program: Program, folder: Path) -> tuple[str | Path, ...]:
    if program.language == "rs":
        return rust_library(folder), "-lpthread", "-ldl"
    return ("-lstdc++",) if program.language == "cpp" else ()


def link(program: Program, folder: Path, *modules: Path) -> Path:
    """The executable of modules of IR; `folder` is shared by all programs of a run."""
    to = modules[0].with_name("program")
    objects = [ir.with_suffix(".o") for ir in modules]
    for ir, made in zip(modules, objects, strict=True):
        call("clang-22", "-w", "-c", "-O1", ir, "-o", made)
    call("flang-22" if program.language == "f90" else "clang-22", *objects, *_libraries(program, folder), "-lm", "-o", to)
    return to


def run(program: Program, executable: Path) -> None:
    """Status 0 and the word `ok`, under valgrind where the program uses the heap."""
    need(*(("valgrind",) if program.heap else ()))
    command = [*(VALGRIND if program.heap else ()), str(executable)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert (ran.returncode, ran.stdout.split()[-1:]) == (0, ["ok"]), f"{program.name}: status {ran.returncode}\n{ran.stdout[:2000]}{ran.stderr[:2000]}"
