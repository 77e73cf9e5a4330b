"""Whether Stan refuses the programs of `wrong/` at the lines that are marked: stanc 2.35 of httpstan, stanc 2.40 of stanli. Prints those where it does not.

    PYTHONPATH=tests/stan python tests/stan/live/refused.py

2.35 knows no `jacobian +=`, and looks for random numbers in sizes alone where something is declared.
"""
from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import stanli
from wrong_stan import CHAPTERS, programs

LINE = re.compile(r"line (\d+), column")


def line_of(message: str) -> int | None:
    """The line that a message of stanc names."""
    found = LINE.search(message)
    return int(found[1]) if found else None


def by_235(text: str) -> int | None:
    """The line where stanc 2.35 refuses a program; None where it does not."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.stan")
        path.write_text(text)
        done = subprocess.run([Path(os.environ["HTTPSTAN"], "stanc"), path, f"--o={folder}/out.hpp"], capture_output=True, text=True)
    return line_of(done.stderr) if done.returncode else None


def by_240(text: str) -> int | None:
    """The line where stanc 2.40 refuses a program; None where it does not."""
    try:
        stanli.stan_to_mir(text)
    except RuntimeError as error:
        return line_of(str(error))
    return None


def others() -> Iterator[str]:
    """The programs that a version of Stan takes, or refuses at another line."""
    for chapter in CHAPTERS:
        for wrong in programs(chapter):
            for version, by in {"2.35": by_235, "2.40": by_240}.items():
                line = by(wrong.text)
                if line != wrong.line:
                    yield f"{chapter}, Stan {version}, line {line} and not {wrong.line}: {wrong.words}"


if __name__ == "__main__":
    print("\n".join(others()))
