"""One function to its derived forms: prepared, normalised, flat, with shadows; then the emitters."""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...ir.graph.cfg import Cfg
from ...ir.graph.escapes import OpenObjects
from ...ir.graph.flatten import flatten
from ...ir.graph.normalise import callee_of, renamed
from ...ir.records import Function, Inst
from ..emit.halves.forward import forward_shadowed
from ..emit.halves.halves import Halves
from ..emit.halves.together import Together
from ..emit.whole import Whole
from ..facts.activity import MOVES, Activity
from ..facts.open_activity import everything_open, find_open
from ..facts.shadowed import Shadowed, Words
from .expand import expand, write_out
from .lanes import Symbols
from .never import forward_of_never, halves_of_never
from .shadow import Pass
from .supported import check_pointers, check_supported, placed
from .types import Types
from .words.known import Known

# is told of each function that is derived, in leaves: "aug" or "fwdN", and which floating values take part
Report = Callable[[str, Function, Activity], None]


class Derived(NamedTuple):
    """What is to be derived: a prepared function, for a module, as "aug" (with its reverse) or "fwdN"."""

    function: Function
    symbols: Symbols
    known: Known
    kind: str
    report: Report | None = None


def derive(wanted: Derived, engine: str = "default") -> dict[str, Function]:
    """The derived forms by their kinds."""
    return placed(wanted.function, wanted.known, lambda: _derived(wanted, engine))


def _derived(wanted: Derived, engine: str) -> dict[str, Function]:
    f = flat(wanted)
    check_supported(f, wanted.symbols, wanted.known)
    types = Types(f, wanted.known)                     # integers that are moved pointers and floats have become those
    check_pointers(f, wanted.known)
    kind, _, mask = wanted.kind.partition(".")
    shadowed = Pass(f, wanted.symbols, "aug" if kind == "both" else kind, words_of(f, types, kind.startswith("fwd")), mask).run()
    if not any(b.insts[-1].op == "ret" for b in f.blocks):
        return _never(shadowed, wanted)
    objects = OpenObjects(shadowed.f)
    active = everything_open(shadowed) if engine == "baseline" else find_open(shadowed, objects)
    if wanted.report is not None:
        wanted.report(wanted.kind, f, active)
    if kind not in ("aug", "both"):
        return {kind: forward_shadowed(shadowed, int(kind[3:]))}
    whole = Whole(shadowed.f, Cfg(shadowed.f), objects, active, 0, 1.0, engine, shadowed, apart=kind == "aug")
    if kind == "both":
        return {wanted.kind: Together(whole, shadowed, wanted.symbols.layout).combined()}
    augmented, reverse = Halves(whole, shadowed, wanted.symbols.layout).run()
    return {"aug": augmented, "rev": reverse}


def flat(wanted: Derived) -> Function:
    """In few forms, without wide values and without what is short for other instructions."""
    defined = _Defined(wanted.symbols)
    f = expand(renamed(wanted.function, typed=True), wanted.symbols.layout, defined)
    return write_out(flatten(f, wanted.symbols.layout, defined), defined, "m")


def words_of(f: Function, types: Types, forward: bool = False) -> dict[Inst, Words]:
    """What each copy and fill moves. Forward mode fills shadows with zeros where memory is, whatever is there."""
    moved = [i for b in f.blocks for i in b.insts if i.op == "call" and callee_of(i).startswith((*MOVES, "llvm.memset."))]
    return {i: Words(()) if forward and _clears(i) else types.words(i) for i in moved}


def _clears(i: Inst) -> bool:
    return callee_of(i).startswith("llvm.memset.") and i.args[1].ref == "0"


class _Defined:
    """Names of functions with a body, to be asked."""

    def __init__(self, symbols: Symbols):
        self.symbols = symbols

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.symbols.is_defined(name)


def _never(shadowed: Shadowed, wanted: Derived) -> dict[str, Function]:
    """A function that never returns: its derived forms run it, and its reverse is never come to."""
    returned, layout = wanted.function.type, wanted.symbols.layout
    if wanted.kind == "aug":
        return halves_of_never(shadowed, returned, layout)
    width = int(wanted.kind[3:])
    return {wanted.kind: forward_of_never(forward_shadowed(shadowed, width), returned, layout, width)}
