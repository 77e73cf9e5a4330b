"""Takes a module's text, gives it as the texts of several modules that can be compiled at once: one for each part of a function that was cut
(`graph/parts.py`), and one for all else. Each has what it calls; what several call is in all of them.
"""
from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ..graph.parts import is_part

_DEFINITION = re.compile(r"^define [^@\n]*@([\w.]+)\([^\n]*\{\n(?:[^}\n][^\n]*\n|\n)*\}\n?", re.MULTILINE)
_CALLED = re.compile(r"@([\w.]+)")


class Unit(NamedTuple):
    """A module and the functions that others use of it."""

    text: str
    exports: Collection[str] | None                 # all of them where it is None


def units(text: str, exports: Collection[str]) -> list[Unit]:
    """The module with these exports, as it is when no function of it was cut."""
    bodies = {m[1]: m[0] for m in _DEFINITION.finditer(text)}
    parts = [name for name in bodies if is_part(name)]
    if not parts:
        return [Unit(text, exports)]
    rest = _DEFINITION.sub("", text)
    held = _held(rest, bodies)
    calls = {name: [c for c in _CALLED.findall(body) if c in bodies and c != name] for name, body in bodies.items()}
    return [_unit(own, held, rest, bodies, calls) for own in _owned(exports, parts, calls)]


def _held(rest: str, bodies: Collection[str]) -> list[str]:
    """What constants hold, which all modules have."""
    return [c for line in rest.split("\n") if line.startswith("@") for c in _CALLED.findall(line) if c in bodies]


def _owned(exports: Collection[str], parts: list[str], calls: dict[str, list[str]]) -> list[list[str]]:
    """What each module exports: the first what calls parts, each other one a part; the last, too, what has nothing to do with parts."""
    apart = [name for name in exports if name in calls and not any(map(is_part, _reached([name], calls)))]
    owned = [[name for name in exports if name not in apart], *([part] for part in parts)]
    owned[-1] += apart
    return owned


def _reached(names: Iterable[str], calls: dict[str, list[str]], own: Collection[str] = ()) -> list[str]:
    """The functions and what they call; at parts that are not one's own it ends."""
    found: dict[str, None] = {}
    todo = [*names]
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = None
            todo += calls[name] if name in own or not is_part(name) else ()
    return [*found]


def _unit(exports: list[str], held: list[str], rest: str, bodies: dict[str, str], calls: dict[str, list[str]]) -> Unit:
    reached = _reached([*held, *(name for name in exports if name in bodies)], calls, exports)
    elsewhere = [name for name in reached if is_part(name) and name not in exports]
    return Unit("\n".join([rest, *(bodies[name] for name in reached if name not in elsewhere), *_declarations(bodies[name] for name in elsewhere)]), exports)


def _declarations(bodies: Iterable[str]) -> Iterable[str]:
    """`define double @f(ptr %x) nounwind {…` as a declaration."""
    return (f"declare {body.partition(' {' + chr(10))[0].removeprefix('define ')}\n" for body in bodies)
