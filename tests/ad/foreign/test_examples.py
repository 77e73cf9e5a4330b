"""The examples for users and the page about them: built by their Makefile, by the commands that the page shows, and right; tables of the page are the engine's."""
from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from llbayes.ad.foreign.blas.rules import RULES
from llbayes.ad.foreign.convention import legality, words

from .building import call, clang, differentiated, need

DOCS = Path(__file__).parents[3] / "docs"
FOLDER = DOCS / "examples" / "foreign"
PAGE = (DOCS / "foreign.md").read_text()
PROGRAMS = re.findall(r"^```c\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
NEEDED = {"c": ("clang-22",), "cpp": ("clang++-22",), "fortran": ("flang-22", "clang-22"), "rust": ("rustc", "clang-22")}


@pytest.fixture
def folder(tmp_path):
    to = tmp_path / "foreign"
    shutil.copytree(FOLDER, to, ignore=shutil.ignore_patterns("build"))
    return to


@pytest.mark.parametrize("language", NEEDED)
def test_an_example_is_built_and_right(language, folder):
    need("make", *NEEDED[language])
    printed = call("make", "-s", "-C", folder, language, f"LLBAYES={sys.executable} -m llbayes")
    halves = [[re.findall(r"-?\d+\.\d+", half) for half in line.split(" by ")] for line in printed.splitlines() if " by " in line]
    assert len(halves) == (4 if language == "rust" else 1), printed
    assert all(known and found[-len(known):] == known for found, known in halves), printed


@pytest.mark.parametrize(("language", "shown"), list(zip(NEEDED, COMMANDS, strict=True)), ids=list(NEEDED))
def test_the_page_shows_the_commands_of_the_makefile(language, shown, folder):
    need("make")
    said = call("make", "-n", "-s", "-C", folder, language).splitlines()
    assert [line for line in said if not line.startswith("mkdir")] == shown.splitlines()


@pytest.mark.parametrize("number", range(len(PROGRAMS)))
def test_programs_of_the_page_are_right(number, tmp_path):
    need("clang-22")
    (tmp_path / "program.c").write_text(PROGRAMS[number])
    made = differentiated(clang(tmp_path / "program.c", "O2", tmp_path / "in.ll", f"-I{FOLDER}"))
    call("clang-22", "-w", made, "-lm", "-o", tmp_path / "program")
    call(tmp_path / "program")


def test_the_page_names_every_word():
    known = [*words.MODES, *words.HINTS, *words.INACTIVE, *(name for name, marker in words.MARKERS.items() if marker.kind != "refused")]
    assert not [name for name in [*known, *RULES] if f"`{name}`" not in PAGE]
    assert not [name for name in words.REFUSED if f"`{name}" not in PAGE]


def test_the_page_says_what_is_legal():
    for kind, text in legality.IN_WORDS.items():
        if kind != "nothing":
            legal = (", ".join(f"`{word}`" for word in legality.ARGUMENTS[sense][kind]) for sense in ("reverse", "forward"))
            assert f"| {text} | {' | '.join(legal)} |" in PAGE
