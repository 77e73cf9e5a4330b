"""Files that are damaged: read all the same, or one clear error. LLVM's own end is one, too."""
import os
import random
from pathlib import Path

import llvmlite.binding as llvm
import pytest

from llbayes.ir.errors import CompileError
from llbayes.ir.foreign import lines, load
from llbayes.ir.machine.in_child import EndedError, in_child
from llbayes.ir.text import write

TEXTS = [path.read_text() for path in sorted((Path(__file__).parent / "sources").glob("*.ll"))]
FILES = 200


def damaged(text, rng):
    """Cut off, a character or a few words put in or taken out, two lines or words changed places."""
    at = rng.randrange(len(text))
    lines = text.split("\n")
    i, k = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(5):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + rng.choice('{}[]<>(),%@!"=;:#*- \n09xa') + text[at + rng.randrange(2):]
        case 2:
            return text[:at] + text[at + rng.randrange(1, 40):]
        case 3:
            lines[i], lines[k] = lines[k], lines[i]
        case _:
            words = lines[i].split(" ")
            one, other = rng.randrange(len(words)), rng.randrange(len(words))
            words[one], words[other] = words[other], words[one] * rng.randrange(3)
            lines[i] = " ".join(words)
    return "\n".join(lines)


def test_damaged_files_end_in_a_clear_error(tmp_path):
    rng, path, refused = random.Random(18), tmp_path / "damaged.ll", 0
    for _ in range(FILES):
        path.write_text(damaged(rng.choice(TEXTS), rng))
        try:
            module = load(path)
            at = lines(module.records)
            assert all(isinstance(at(f, i), str) for f in module.records.functions.values() for b in f.blocks for i in b.insts)
            load(write(module.records))
        except CompileError as error:
            refused += 1
            assert str(path) in str(error) and ("line " in str(error) or "verifier" in str(error)), str(error)
    assert refused > FILES / 2


def test_damaged_bitcode_ends_in_an_error():
    rng, code = random.Random(18), llvm.parse_assembly(TEXTS[1], llvm.create_context()).as_bitcode()
    refused = 0
    for _ in range(30):
        some = bytearray(code[:rng.randrange(4, len(code))] if rng.random() < 0.3 else code)
        some[rng.randrange(4, len(some))] = rng.randrange(256)
        try:
            load(bytes(some))
        except CompileError:
            refused += 1
    assert refused > 10


def test_llvm_ends_the_child_alone():
    with pytest.raises(CompileError, match="LLVM cannot read the module given, and ended while it tried"):
        load("%t = type opaque\ndefine void @f() personality ptr null {\n  %x = landingpad %t\n    cleanup\n  ret void\n}\n")
    with pytest.raises(EndedError):
        in_child(os.abort)
    with pytest.raises(ZeroDivisionError):
        in_child(lambda: 1 // 0)
