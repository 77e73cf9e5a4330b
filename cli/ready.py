"""`llbayes models`: the ready models, a line each, and the data sets that come with them; those alone that have the words, where some are given."""
from __future__ import annotations

import argparse
import sys

from .words import close


def models_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """Words to look for."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="models that have all of these words in name, description or data; all without one")


def models(options: argparse.Namespace) -> int:
    """Prints both lists; 1 where no model has the words."""
    from .. import models

    lines = {name: f"{models.about(name)} [{', '.join(models.data_of(name))}]" for name in models.names()}
    found = {name: line for name, line in lines.items() if all(word.lower() in f"{name} {line}".lower() for word in options.words)}
    if not found:
        print(f"llbayes: no ready model has `{' '.join(options.words)}`{close(options.words[0], list(lines))}; `llbayes models` lists all", file=sys.stderr)
        return 1
    listed("ready models (`llbayes run NAME`):", found)
    data = sorted({data for name in found for data in models.data_of(name)}, key=str.lower)
    listed("\ntheir data sets (`llbayes run DATA-MODEL`):", {name: sizes(name) for name in data})
    if not options.words:
        print("\n`llbayes models WORD` lists those that have a word")
    return 0


def listed(head: str, lines: dict[str, str]) -> None:
    """Names in one column, what is said of each in another."""
    width = max(map(len, lines))
    print(head)
    for name, line in lines.items():
        print(f"  {name:{width}}  {line}")


def sizes(name: str) -> str:
    """The numbers of a data set, and the longest of its lists."""
    from .. import models
    from ..ppl.inputs.json_file import read_json

    data = read_json(models.data_path(name))
    shapes = {key: getattr(value, "shape", ()) for key, value in data.items()}
    numbers = [f"{key} = {value}" for key, value in data.items() if isinstance(value, int)]
    return ", ".join(numbers or [f"{key} {shape}" for key, shape in shapes.items() if shape])
