"""What copies move: a function a kind of word and copy, compiled without optimisation and with it, and what is refused, with its line."""
from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from llbayes.ad.foreign.types import Types
from llbayes.ad.foreign.words.known import Known
from llbayes.ad.foreign.words.noted import noted
from llbayes.ir.errors import UnsupportedError
from llbayes.ir.foreign.load import load
from llbayes.ir.foreign.prepared import prepared
from llbayes.ir.graph.normalise import callee_of, renamed
from llbayes.ir.machine import pipelines
from llbayes.ir.records import Function, Inst, Module
from llbayes.ir.text import write

SOURCE = Path(__file__).parent / "memory.cpp"
LEVELS = {"O0": ("-O0", "-Xclang", "-disable-O0-optnone"), "O2": ("-O2", "-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops")}
NAMES = {"d": "double", "f": "float", "p": "ptr", "i": "int"}


@cache
def compiled(level: str) -> Module:
    if shutil.which("clang++-22") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("clang++-22 not found")
    ran = subprocess.run(["clang++-22", "-w", "-g", "-S", "-emit-llvm", *LEVELS[level], SOURCE.name, "-o", "-"], capture_output=True, text=True, check=True, cwd=SOURCE.parent)
    return load(ran.stdout).records


def typed(module: Module, name: str) -> Types:
    """The prepared function with its copies retyped."""
    before = noted(module, [name])
    clone = prepared(before.module, [name])
    known, f = Known(clone, before.params), renamed(clone.functions[name], typed=True)
    types = Types(f, known)
    verified(replace(clone, functions={**clone.functions, name: f}))
    return types


def verified(module: Module) -> str:
    text = write(module)
    pipelines.parse(text)
    return text


def copies(f: Function) -> list[Inst]:
    return [i for b in f.blocks for i in b.insts if i.op == "call" and callee_of(i).startswith(("llvm.mem", "realloc"))]


def written(types: Types) -> list[str]:
    """Words of each copy in short: `d0 p8` where these are all, `d0 p8 /16` where they repeat."""
    found = [types.words(i) for i in copies(types.f)]
    short = {long: letter for letter, long in NAMES.items()}
    return [" ".join([*(f"{short[s.kind]}{s.offset}" for s in w.spans), *([f"/{w.period}"] if w.period else [])]) for w in found]


COMPILED = {
    "mixed": {"d0 f8 i12 p16"}, "array": {"d0 /8"}, "floats": {"f0 /4"}, "structs": {"d0 f8 i12 p16 /24"}, "pointers": {"p0 /8"}, "integers": {"i0 /4"}, "chosen": {"d0 d8 d16 d24"}, "behind": {"d0 /8"},
    "list": {"d0 p8"}, "nested": {"p0 i8 p16 i24 d32"}, "grown": {"d0 /8"}, "zeroed": {"d0 d8 d16"}, "swapped": {"d0 d8 d16 d24"}, "vector": {"d0 /8"}, "vector_of_structs": {"d0 p8 /16"},
    "vector_of_vectors": {"p0 p8 p16", "d0 /8"}, "either_float": set(), "either_pointer": set(), "moved": set(), "kept_elsewhere": set(), "of_sign": set(), "sign_copied": set(),
    "pair": set(), "pairs": set(), "tagged": set(), "function": {"d0 p0 d8 p8 p16 p24"},
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", COMPILED)
def test_words_of_copies(name, level):
    types = typed(compiled(level), name)
    assert set(written(types)) <= COMPILED[name]
    integers = [i for b in types.f.blocks for i in b.insts if i.op == "load" and i.type == "i64"]
    assert not integers or name in ("nested", "vector_of_vectors")


REFUSED = {
    "exponent": "the bits of a double are used as an integer", "union_bits": "the bits of a double are used as an integer",
    "unknown": "a move of 8 bytes of memory whose contents are not known", "unknown_words": "a copy of memory whose contents are not known",
    "unknown_fill": "a fill of 40 bytes of memory whose contents are not known (byte 0)", "partly": "a copy of 24 bytes of memory whose contents are not known (byte 8)",
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_known_is_refused(name, level):
    line = next(k for k, text in enumerate(SOURCE.read_text().splitlines(), 1) if f" {name}(" in text)
    with pytest.raises(UnsupportedError) as refused:
        written(typed(compiled(level), name))
    assert refused.value.message == f"`{name}` (memory.cpp:{line}): {REFUSED[name]}"
    assert "`__enzyme_double(p, bytes)`" in refused.value.hint or "`signbit`" in refused.value.hint
