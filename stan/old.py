"""Forms of earlier versions of Stan in a program: one warning that lists them with their lines and what is written today."""
from __future__ import annotations

import warnings

from ..ir.places import users_level
from .nodes import Old, Program

SHOWN = 5                            # lines that are named of one form


class OldSyntaxWarning(UserWarning):
    """A Stan program is written in a form of an earlier version. It runs."""


def warn(program: Program) -> None:
    """Gives the warning, if there is anything to warn of."""
    if program.old:
        warnings.warn(said(program), OldSyntaxWarning, stacklevel=users_level())


def said(program: Program) -> str:
    """The text of the warning."""
    forms: dict[tuple[str, str], list[Old]] = {}
    for old in program.old:
        forms.setdefault((old.was.partition("#")[1] or old.was, old.now), []).append(old)
    lines = [f"  `{found[0].was}`, today `{found[0].now}`: {places(program, found)}" for found in forms.values()]
    return "\n".join([f"{program.span.source.path} has forms of earlier versions of Stan, which run as they did:", *lines])


def places(program: Program, found: list[Old]) -> str:
    """The lines of a form; of included files with their names."""
    main = program.span.source
    lines = list(dict.fromkeys(f"{old.span.line}" if old.span.source is main else f"{old.span.source.path}:{old.span.line}" for old in found))
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(lines[:SHOWN])}{more}"
