"""Which activity an argument or a return of which type may have in which mode: one table, the defaults and the words of what is wrong."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ....ir.graph.build import FLOATS
from ....ir.graph.leaves import Layout
from .request import Argument
from .words import Sense

Kind = Literal["float", "floats", "pointer", "pointers", "mixed", "integer", "other", "nothing"]

IN_WORDS: dict[Kind, str] = {
    "float": "a float by value", "floats": "a vector or aggregate of floats by value", "pointer": "a pointer",
    "pointers": "an aggregate with pointers by value", "mixed": "an aggregate of pointers and floats by value", "integer": "an integer",
    "other": "a float that is neither `double` nor `float`", "nothing": "an argument without a value",
}
_DOUBLED = ("const", "dup", "dupnoneed")
ARGUMENTS: dict[Sense, dict[Kind, tuple[str, ...]]] = {
    "reverse": {"float": ("const", "out"), "floats": ("const", "out"), "pointer": (*_DOUBLED, "dupv", "dupnoneedv"), "pointers": _DOUBLED, "mixed": ("const",),
                "integer": ("const",), "other": ("const",), "nothing": ("const",)},
    "forward": {"float": _DOUBLED, "floats": _DOUBLED, "pointer": (*_DOUBLED, "dupv", "dupnoneedv"), "pointers": _DOUBLED, "mixed": _DOUBLED,
                "integer": ("const",), "other": ("const",), "nothing": ("const",)},
}
RETURNS: dict[Sense, dict[Kind, tuple[str, ...]]] = {
    "reverse": {"float": ("out", "const"), "floats": ("out", "const"), "pointer": ("dup", "const"), "pointers": ("dup", "const"), "mixed": ("const",),
                "integer": ("const",), "other": ("const",), "nothing": ("const",)},
    "forward": {"float": ("dup", "const"), "floats": ("dup", "const"), "pointer": ("dup", "const"), "pointers": ("dup", "const"), "mixed": ("dup", "const"),
                "integer": ("const",), "other": ("const",), "nothing": ("const",)},
}
DEFAULTS: dict[Sense, dict[Kind, str]] = {       # of arguments and returns, as Enzyme has them: they need not be legal
    "reverse": {"float": "out", "floats": "out", "other": "out", "pointer": "dup", "pointers": "dup", "mixed": "dup"},
    "forward": dict.fromkeys(("float", "floats", "other", "pointer", "pointers", "mixed"), "dup"),
}


def kind_of(layout: Layout, type_: str) -> Kind:
    """What matters of a type: which leaves it has."""
    leaves = [leaf.type for leaf in layout.leaves(type_)]
    pointers, floats = (any(leaf.startswith("ptr") for leaf in leaves), any(leaf in FLOATS for leaf in leaves))
    scalar = len(leaves) == 1 and leaves[0] == layout.resolved(type_)
    if not leaves:
        return "nothing"
    if not all(leaf in FLOATS or leaf[0] in "ip" for leaf in leaves):
        return "other"
    if pointers:
        return "pointer" if scalar else "mixed" if floats else "pointers"
    if floats:
        return "float" if scalar else "floats"
    return "integer"


def default(sense: Sense, kind: Kind) -> str:
    """The activity of what no marker is said of."""
    return DEFAULTS[sense].get(kind, "const")


def wrong_argument(layout: Layout, sense: Sense, number: int, argument: Argument) -> str:
    """What to say of the activity of an argument; "" where it is legal. A structure in memory has the activities of a pointer, and those of what it holds."""
    kind = kind_of(layout, argument.type)
    held = ARGUMENTS[sense][kind_of(layout, argument.held)] if argument.held else ()
    legal = tuple(dict.fromkeys((*ARGUMENTS[sense][kind], *held)))
    activity = argument.activity + "v" * (argument.stride is not None)
    if activity in legal:
        return ""
    said = f"is `enzyme_{activity}`" if argument.marked else f"has no marker, which means `enzyme_{activity}`"
    return f"argument {number} (`{argument.type}`) {said}; in {sense} mode {IN_WORDS[kind]} can be {_either(f'enzyme_{word}' for word in legal)}"


def wrong_return(sense: Sense, type_: str, kind: Kind, activity: str, given: bool) -> str:
    """What to say of the activity of the return; "" where it is legal."""
    legal = RETURNS[sense][kind]
    if activity in legal:
        return ""
    said = f"is `enzyme_{_RETURN[activity]}`" if given else f"has no marker, which means `enzyme_{_RETURN[activity]}`"
    what = "a function that returns nothing" if kind == "nothing" else f"a function that returns {IN_WORDS[kind]}"
    return f"the return (`{type_}`) {said}; in {sense} mode {what} can have {_either(f'enzyme_{_RETURN[word]}' for word in legal)}"


_RETURN = {"out": "active_return", "dup": "dup_return", "const": "const_return"}


def _either(words: Iterable[str]) -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
