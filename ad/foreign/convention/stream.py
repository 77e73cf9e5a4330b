"""The operands behind the function: markers and values in a row become the arguments of a request.

Markers that concern the whole call may stand anywhere and are taken out first; what is left is read in the order of the function's parameters.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Param, Value
from .legality import default, kind_of
from .request import Argument, Given, byval_of, sret_of
from .tracing import Tracer
from .words import MARKERS, SENSES, Mode


class Misfit(Exception):
    """What keeps a call from being read: `args[0]` says it, `args[1]` is a hint."""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message, hint)


@dataclass(slots=True)
class Item:
    """One operand: the word of a marker, or a value with its attributes."""

    value: Value
    attributes: str
    word: str = ""

    @property
    def kind(self) -> str:
        """How the marker is read; "" for a value."""
        return MARKERS[self.word].kind if self.word else ""

    @property
    def sets(self) -> str:
        """What the marker sets."""
        return MARKERS[self.word].word


@dataclass(slots=True)
class Stream:
    """What has been read of one call."""

    mode: Mode
    function: Function
    layout: Layout
    tracer: Tracer
    items: list[Item]
    width: int = 1
    returns: str = ""
    flags: set[str] = field(default_factory=set[str])
    tape: Value | None = None
    allocated: int | None = None
    arguments: list[Argument] = field(default_factory=list[Argument])
    at: int = 0
    shadows_at: int | None = None                                  # behind `enzyme_interleave`: the next shadow
    last: str = "dup"                                              # there the activity of what has no marker is that of the one before

    def read(self) -> list[Item]:
        """All arguments; what is left of the operands is given back."""
        self._whole_call()
        self._interleave()
        for number, param in enumerate(self.function.params, 1):
            if number == 1 and sret_of(param.attrs):
                self._returned_memory(param)
            else:
                self._argument(number, param)
        end = self.at if self.shadows_at is None else max(self.shadows_at, self.at + 1)
        return self.items[end:]

    # -- what concerns the whole call
    def _whole_call(self) -> None:
        kept: list[Item] = []
        items = iter(self.items)
        for item in items:
            if item.kind == "refused":
                raise Misfit(f"the marker `{item.word}` is not supported")
            if item.kind == "returns":
                self.returns = item.sets
                self.flags.add("returns")
            elif item.kind == "flag" and item.sets not in ("interleave", "not_overwritten"):
                self.flags.add(item.sets)
            elif item.kind == "operand" and item.sets != "byref":
                self._option(item, next(items, None))
            else:
                kept.append(item)
        self.items = kept

    def _option(self, item: Item, given: Item | None) -> None:
        if given is None or given.word:
            raise Misfit(f"nothing stands behind `{item.word}`")
        if item.sets == "tape":
            self.tape = given.value
        elif item.sets == "allocated":
            self.allocated = self._constant(item.word, given)
        elif "width" in self.flags:
            raise Misfit("`enzyme_width` stands there more than once")
        else:
            self.flags.add("width")
            self.width = self._constant(item.word, given)
            if self.width < 1:
                raise Misfit(f"`enzyme_width` is {self.width}; it is a count of lanes, 1 or more")

    def _constant(self, word: str, given: Item) -> int:
        number = self.tracer.number(given.value)
        if number is None:
            raise Misfit(f"what stands behind `{word}` is no constant integer")
        return number

    def _interleave(self) -> None:
        places = [k for k, item in enumerate(self.items) if item.word == "enzyme_interleave"]
        if len(places) > 1:
            raise Misfit("`enzyme_interleave` stands there more than once")
        if places:
            self.shadows_at = places[0] + 1

    # -- one argument
    def _returned_memory(self, param: Param) -> None:
        """A function that returns through memory: the caller makes it; in reverse its adjoint comes first, forward its tangents are what the call gives."""
        activity = self.returns or default(SENSES[self.mode], kind_of(self.layout, sret_of(param.attrs)))
        activity = "const" if activity == "const" else "dup"
        shadows = [self._shadow(1, param) for _ in range(self.width)] if activity == "dup" and SENSES[self.mode] == "reverse" else []
        self.arguments.append(Argument(param.type, activity, None, tuple(shadows)))

    def _argument(self, number: int, param: Param) -> None:
        activity, kept, stride, held = "", False, None, ""
        while (item := self._peek()) is not None and item.word and item.word != "enzyme_interleave":
            self.at += 1
            if item.sets == "not_overwritten":
                kept = True
            elif item.sets == "byref":
                held = self._by_reference(number, param, item)
            else:
                activity = item.sets
                if self.mode == "augmentsize":
                    break
                stride = self._stride(number, item) if activity.endswith("v") else None
        marked = bool(activity)
        activity = activity or (default(SENSES[self.mode], kind_of(self.layout, param.type)) if self.shadows_at is None else self.last)
        self.last = activity
        if self.mode == "augmentsize":
            self.arguments.append(Argument(param.type, activity.removesuffix("v"), None, (), None, kept, marked, byval_of(param.attrs)))
            return
        primal = self._primal(number, param, held)
        count = 0 if not activity.startswith("dup") else 1 if stride else self.width
        shadows = tuple(self._shadow(number, param, held) for _ in range(count))
        self.arguments.append(Argument(param.type, activity.removesuffix("v"), primal, shadows, stride, kept, marked, byval_of(param.attrs)))

    def _primal(self, number: int, param: Param, held: str) -> Given:
        item = self._take()
        if item is None:
            takes = f"`{self.function.name}` takes {len(self.function.params)}"
            raise Misfit(f"there are too few arguments: {takes}, argument {number} (`{param.type}`) is missing")
        return self._fitting(f"argument {number}", item, param.type, held)

    def _shadow(self, number: int, param: Param, held: str = "") -> Given:
        if self.shadows_at is None:
            item = self._take()
        else:
            item = self.items[self.shadows_at] if self.shadows_at < len(self.items) else None
            self.shadows_at += 1
        if item is None or item.word:
            raise Misfit(f"argument {number} (`{param.type}`) has no shadow: {self._needed()}",
                         "a pointer that takes no part in the derivative is `enzyme_const`" if param.type.startswith("ptr") else "")
        return self._fitting(f"the shadow of argument {number}", item, param.type, held)

    def _needed(self) -> str:
        lanes = f"{self.width} shadows stand" if self.width > 1 else "one stands"
        return f"{lanes} behind the value" if self.shadows_at is None else f"{lanes} behind `enzyme_interleave` for each argument that has some"

    def _fitting(self, what: str, item: Item, type_: str, held: str) -> Given:
        behind = held or byval_of(item.attributes)
        given = Given(item.value, behind if item.value.type.startswith("ptr") and not type_.startswith("ptr") else "")
        if not fits(self.layout, given.type, type_):
            raise Misfit(f"{what} has the type `{type_}`, given is `{given.type}`{_promoted(given.type, type_)}")
        return given

    def _by_reference(self, number: int, param: Param, marker: Item) -> str:
        """The type that lies behind the pointer that follows."""
        size = self._take()
        if size is None or size.word:
            raise Misfit(f"nothing stands behind `{marker.word}`")
        given, needed = self._constant(marker.word, size), self.layout.shape(param.type).size
        if given != needed:
            raise Misfit(f"argument {number} (`{param.type}`) has {needed} bytes, `{marker.word}` says {given}")
        return param.type

    def _stride(self, number: int, marker: Item) -> Value:
        """Bytes between lanes."""
        item = self._take()
        if item is None or item.word or item.value.type[0] != "i":
            raise Misfit(f"argument {number}: behind `{marker.word}` stands the distance of two lanes in bytes, an integer")
        return item.value

    def _peek(self) -> Item | None:
        return self.items[self.at] if self.at < len(self.items) else None

    def _take(self) -> Item | None:
        """The next value; None where there is none or a marker stands in its place."""
        item = self._peek()
        if item is not None and not item.word:
            self.at += 1
            return item
        return None


def items_of(call: Inst, first: int, tracer: Tracer) -> list[Item]:
    """The operands from this one on."""
    attributes = call.arg_attrs or ("",) * len(call.args)
    found = [Item(value, text, tracer.marker(value)) for value, text in zip(call.args, attributes, strict=True)][first:]
    for item in found:
        if item.word and item.word not in MARKERS:
            raise Misfit(f"`{item.word}` is no marker", f"there are {', '.join(f'`{name}`' for name, m in MARKERS.items() if m.kind != 'refused')}")
    return found


def fits(layout: Layout, given: str, wanted: str) -> bool:
    """Is a value of one type, leaf by leaf, one of the other, as C passes it through `...`?"""
    if given == wanted:
        return True
    ours, theirs = ([leaf.type for leaf in layout.leaves(type_)] for type_ in (wanted, given))
    return len(ours) == len(theirs) and all(_converted(a, b) for a, b in zip(theirs, ours, strict=True))


def _converted(given: str, wanted: str) -> bool:
    """The same, or made wider by C: `float` to `double`, short integers to `i32`; or a pointer of another address space."""
    if given == wanted or (given, wanted) == ("double", "float"):
        return True
    if given[0] == wanted[0] == "p":
        return True
    return given == "i32" and wanted in ("i1", "i8", "i16")


def _promoted(given: str, wanted: str) -> str:
    """Why numbers differ."""
    if given[0] == wanted[0] == "i":
        return ": cast it where it is given"
    return f": a literal such as {'1.0' if wanted in ('double', 'float') else '1'} has the type that it is written as" if "i32" in (given, wanted) else ""

