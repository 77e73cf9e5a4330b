"""`llbayes translate`: a Stan program as Python, to be read or gone on with."""
from __future__ import annotations

import argparse
from pathlib import Path

from ...ir.errors import SettingsError
from .stan_file import SUFFIX, model_of


def translate_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """The program."""
    parser.add_argument("file", metavar="FILE", help="a Stan program, x.stan; its Python is written to standard output: `llbayes translate x.stan > x.py`")


def translate(options: argparse.Namespace) -> None:
    """Prints the Python."""
    if Path(options.file).suffix.lower() != SUFFIX:
        raise SettingsError(f"`{options.file}` is no Stan program: its name does not end with {SUFFIX}")
    print(model_of(options.file).python.rstrip("\n"))
