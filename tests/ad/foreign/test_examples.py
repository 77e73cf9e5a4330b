"""The examples for users, and the page about them: built by their Makefile and by the commands that the page shows, and right."""
from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .building import LLBAYES, call, need

DOCS = Path(__file__).parents[3] / "docs"
FOLDER = DOCS / "examples" / "foreign"
NEEDED = {"c": ("clang-22",), "cpp": ("clang++-22",), "fortran": ("flang-22", "clang-22"), "rust": ("rustc", "clang-22")}
PRINTED = {"c": r"C: y = 1\.100000 \+ 1\.960000 t", "cpp": r"C\+\+: gradient (\S+ \S+), by hand \1", "fortran": r"Fortran: size \S+, slopes (\S+ \S+), by hand \1",
           "rust": r"(Rust: slope (\S+), by hand \2\n){4}"}


@pytest.mark.parametrize("language", NEEDED)
def test_an_example_is_built_and_right(language, tmp_path):
    need("make", *NEEDED[language])
    folder = tmp_path / "foreign"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("build"))
    printed = call("make", "-s", "-C", folder, language, f"LLBAYES={LLBAYES}")
    assert re.search(PRINTED[language], printed), printed
