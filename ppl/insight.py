"""What can be seen from where an error of Python's came from: the names that have values there, and the shapes of arrays in the failing expression."""

from __future__ import annotations

import linecache
import re
from typing import Any

import numpy as np

from ..ir.errors import Position
from ..ir.ours import is_users
from ..ir.words import offered
from .base.frames import raised_at, steps

NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
SHAPES = ("shape", "mismatch", "broadcast", "dimension", "aligned")   # words of errors about them
MOST = 8                                         # names that are listed


def values_there(e: Exception) -> dict[str, Any]:
    """The variables of the innermost function of the user's that an error passed through."""
    users = [step.tb_frame for step in steps(e) if is_users(step.tb_frame.f_code.co_filename)]
    return dict(users[-1].f_locals) if users else {}


def names_there(e: Exception, wanted: str) -> str:
    """The name that may be meant by one that has no value, or all that have one."""
    names = [name for name in values_there(e) if not name.startswith("__")]
    return offered(wanted, names) or (f"what has a value here: {', '.join(f'`{name}`' for name in names[:MOST])}" if names else "")


def shapes_there(e: Exception) -> str:
    """The shapes that do not fit each other, by the names of the failing expression; "" for an error about something else."""
    position = raised_at(e)
    if position is None or not any(word in str(e) for word in SHAPES):
        return ""
    values = values_there(e)
    arrays = {name: values[name].shape for name in dict.fromkeys(NAME.findall(expression(position))) if isinstance(values.get(name), np.ndarray)}
    if not arrays:
        return ""
    return f"{', '.join(f'`{name}` has shape {shape}' for name, shape in arrays.items())}: make them fit, a parameter by its `shape=` or `dims=`"


def expression(position: Position) -> str:
    """The text of a place in a file."""
    lines = [linecache.getline(position.file, line).rstrip("\n") for line in range(position.line, position.end_line + 1)]
    if len(lines) > 1:
        return "\n".join(lines)
    return lines[0][position.column - 1 : position.end_column - 1]
