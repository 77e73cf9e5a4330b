"""What cannot be differentiated is refused at its function and line, with words that say what it is: never a number."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from llbayes.ir.errors import CompileError

from . import building

PROGRAMS = sorted((Path(__file__).parent / "refused").iterdir())
HEADING = re.compile(r"// refused in (\w*): (.+)")


@pytest.mark.parametrize("level", ("O0", "O2"))
@pytest.mark.parametrize("path", PROGRAMS, ids=[path.name for path in PROGRAMS])
def test_refused(path, level, tmp_path):
    """The first line of a program names the function and the words of the message, of which one will do; its place is the line that says `here`."""
    building.need("clang-22")
    lines = path.read_text().splitlines()
    function, words = HEADING.fullmatch(lines[0]).groups()                      # type: ignore[union-attr]
    with pytest.raises(CompileError) as refusal:
        building.differentiated(building.clang(path, level, tmp_path / "in.ll", "-g"))
    said = str(refusal.value)
    assert any(word in said.replace(path.name, "") for word in words.split("|")), said
    assert not function or f"`{function}`" in said, said
    for number, line in enumerate(lines, 1):
        if "// here" in line:
            assert f"{path.name}:{number}" in said, said
