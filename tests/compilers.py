"""Other languages' compilers, for tests: source files to LLVM's text."""
import os
import shutil
import subprocess
from pathlib import Path

import pytest

COMPILERS = {".c": "clang-22", ".cpp": "clang++-22", ".f90": "flang-22", ".rs": "rustc"}
SECONDS = 300                                       # ends what hangs


def need(*tools: str) -> None:
    """A tool that is not there fails in CI, which installs it, and is a skip elsewhere."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{', '.join(missing)} not found: `.ci/run` installs compilers by apt")


def compiled(source: Path, options: str, folder: Path) -> Path:
    """The source as text of IR in that folder. `options` as for clang (`-O2 -g`); of rustc they are its own."""
    compiler = COMPILERS[source.suffix]
    need(compiler)
    to = folder / f"{source.stem}.ll"
    asked = ("--emit=llvm-ir", "--edition=2021") if compiler == "rustc" else ("-S", "-emit-llvm", "-w")
    more = ("-isystem", "/usr/include/eigen3") if source.suffix == ".cpp" else ("-module-dir", str(folder)) if source.suffix == ".f90" else ()
    subprocess.run([compiler, *asked, *more, *options.split(), str(source), "-o", str(to)], check=True, capture_output=True, timeout=SECONDS)
    return to
