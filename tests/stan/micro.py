"""Tables of expressions in Stan's language, a file a subject in `micro/`, and programs whose generated quantities they are.

    # Sums
    data: vector[3] v = [0.5, -1, 2]';
    sum_of_vector | real | sum(v)

A line that begins with `data:` is one of transformed data, one with `functions:` a function; every other line is a name, the declared type of the value and the
expression. What Stan gives is stored in `stored/micro_235.json` (Stan 2.35), of what stanc 2.35 refuses in `stored/micro_240.json` (the interpreter of 2.40): a
list of numbers (column by column, as Stan writes them) for each subject and name; "nan", "inf", "-inf" are strings, and what Stan refuses to compute is None.
"""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "micro"


class Expression(NamedTuple):
    """One line of a table."""

    name: str
    type: str
    text: str


class Subject(NamedTuple):
    """One table."""

    name: str
    functions: tuple[str, ...]
    data: tuple[str, ...]
    expressions: tuple[Expression, ...]


def subjects() -> list[Subject]:
    """All tables."""
    return [read(path) for path in sorted(FOLDER.glob("*.txt"))]


def read(path: Path) -> Subject:
    """The table of a file."""
    lines = [line for line in map(str.strip, path.read_text().splitlines()) if line and not line.startswith("#")]
    parts = {word: tuple(line.removeprefix(word).strip() for line in lines if line.startswith(word)) for word in ("functions:", "data:")}
    return Subject(path.stem, *parts.values(), tuple(Expression(*map(str.strip, line.split(" | ", 2))) for line in lines if not line.startswith(tuple(parts))))


def program(subject: Subject, expressions: Iterable[Expression] | None = None) -> str:
    """The Stan program whose generated quantities are these expressions, by default all of the subject's."""
    outputs = "".join(f"  {e.type} {e.name} = {e.text};\n" for e in (subject.expressions if expressions is None else expressions))
    data = "".join(f"  {line}\n" for line in subject.data)
    functions = "".join(f"  {line}\n" for line in subject.functions)
    return f"functions {{\n{functions}}}\ntransformed data {{\n{data}}}\ngenerated quantities {{\n{outputs}}}\n"
