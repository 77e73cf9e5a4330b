"""Text of other compilers is read and written: LLVM verifies what comes out and prints it as it printed the original."""
import difflib
import re
from pathlib import Path

import llvmlite.binding as llvm
import pytest
from compilers import compiled

from llbayes.ir.foreign import load
from llbayes.ir.text import read, write

SOURCES = Path(__file__).parent / "sources"
CLANG = ("-O0", "-O2", "-O3", "-O0 -g", "-O2 -g", "-O3 -g", "-O3 -march=skylake-avx512")
RUSTC = tuple(f"-C panic={panic} {level}" for panic in ("unwind", "abort") for level in ("", "-O", "-C opt-level=3", "-g"))
EVERY = [(name, options) for name, several in {"arrays.c": CLANG, "containers.cpp": CLANG, "dense.cpp": CLANG, "model.f90": CLANG[:5], "shapes.rs": RUSTC}.items()
         for options in several]
FEW = [("arrays.c", "-O0"), ("arrays.c", "-O2 -g"), ("arrays.c", "-O3 -march=skylake-avx512"), ("containers.cpp", "-O0"), ("containers.cpp", "-O3"), ("model.f90", "-O0"),
       ("model.f90", "-O2 -g"), ("shapes.rs", "-C panic=unwind"), ("shapes.rs", "-C panic=abort -O")]
BY_HAND = sorted(SOURCES.glob("*.ll"))
_STRING_OR_COMMENT = re.compile(r'"[^"]*"|\s*;.*')


def same_names(text):
    """Comments gone, names that the reader gave back to numbers, types in order."""
    text = "\n".join(_STRING_OR_COMMENT.sub(lambda m: m[0] if m[0][0] == '"' else "", line) for line in text.split("\n"))
    text = re.sub(r"([%@])n+(\d+)\b", r"\1\2", text)
    text = re.sub(r"^n+(\d+):", r"\1:", text, flags=re.MULTILINE)
    lines = re.sub(r"\{\n\d+:\n", "{\n", text).split("\n")
    types = {line for line in lines if re.match(r"%.* = type", line)}
    return [*sorted(types), *(line for line in lines if line not in types)]


def check(source):
    """The number of instructions that went the way round."""
    module = load(source)
    text = write(module.records)
    once, again = same_names(module.text), same_names(load(text).text)
    if once != again:                               # of tens of thousands of lines pytest's own comparison takes minutes
        raise AssertionError("\n".join(list(difflib.unified_diff(once, again, "LLVM's", "ours", lineterm="", n=0))[:40]))
    assert write(read(text)) == text
    return sum(len(b.insts) for f in module.records.functions.values() for b in f.blocks)


@pytest.mark.parametrize("path", BY_HAND, ids=lambda p: p.name)
def test_text_by_hand(path):
    assert check(path) > 5


@pytest.mark.parametrize(("name", "options"), FEW)
def test_text_of_compilers(name, options, tmp_path):
    assert check(compiled(SOURCES / name, options, tmp_path)) > 200


@pytest.mark.slow
@pytest.mark.parametrize(("name", "options"), [one for one in EVERY if one not in FEW])
def test_more_text_of_compilers(name, options, tmp_path):
    assert check(compiled(SOURCES / name, options, tmp_path)) > 200


def test_bitcode_is_the_same_module():
    text = (SOURCES / "torture.ll").read_text()
    module = llvm.parse_assembly(text, llvm.create_context())
    given, code = load(text).text, load(module.as_bitcode()).text
    assert code[code.index("@tls"):] == given[given.index("@tls"):]     # the name of the file is not kept
