"""Fifty random C programs: derivatives in every mode are those of differences, or what cannot be differentiated is refused."""
from __future__ import annotations

from collections import Counter

import pytest

from . import building, fuzz, fuzzing

NUMBERS = range(50)


@pytest.mark.sweep
@pytest.mark.parametrize("number", NUMBERS)
def test_random_program(number, tmp_path):
    building.need("clang-22", "valgrind")
    said = fuzzing.outcome(number, tmp_path)
    assert said in ("ok", "untrusted") or said.startswith("refused: ") and "memory whose contents are not known" in said, said


def test_programs_are_of_many_kinds():
    """What the generator is to write, it writes."""
    texts = [fuzz.program(number) for number in NUMBERS]
    found = Counter(word for text in texts for word in ("for (", "while (", "switch (", "malloc(", "memcpy(", "memset(", "Box ", "next", "unary[", "noinline", "depth - 1") if word in text)
    assert min(found.values()) >= 5 and len(found) == 11
    assert texts == [fuzz.program(number) for number in NUMBERS] and len(set(texts)) == len(texts)
