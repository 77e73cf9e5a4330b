"""A hand-written parser by recursive descent: from the text of a Stan program to its tree (`nodes/`). The language is that of the reference manual 2.35
and what 2.36 to 2.40 added. Forms of earlier versions are read too, and noted in `Program.old`."""
from __future__ import annotations

from ..errors import error
from ..lexer import tokens
from ..nodes import Program
from ..source import Source
from .blocks import program
from .cursor import Cursor


def parse(source: Source) -> Program:
    """The tree of a program. Raises StanError at the first thing that is wrong."""
    cursor = Cursor(tokens(source))
    try:
        return program(cursor, source)
    except RecursionError:
        raise error("the program is nested too deeply here", cursor.here, "give parts of the expression names of their own") from None
