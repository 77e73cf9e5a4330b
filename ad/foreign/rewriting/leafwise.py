"""Code that takes values apart into their scalar leaves and puts them together again."""
from __future__ import annotations

from collections.abc import Sequence

from ....ir.graph.build import FLOATS, PTR, Code, integer
from ....ir.graph.constant_leaves import zero_literal
from ....ir.graph.leaves import Layout, is_vector
from ....ir.records import Inst, Value
from ..convention.request import Given


def split(code: Code, layout: Layout, value: Value) -> list[Value]:
    """The leaves of a value, in order."""
    return [_taken(code, layout, value, leaf.path) for leaf in layout.leaves(value.type)]


def joined(code: Code, layout: Layout, type_: str, leaves: Sequence[Value]) -> Value:
    """The value that has these leaves; what is missing at the end is poison."""
    places = layout.leaves(type_)
    if places and not places[0].path:
        return leaves[0]
    whole = Value(type_, "poison")
    for leaf, place in zip(leaves, places, strict=False):
        whole = _put(code, layout, whole, place.path, leaf)
    return whole


def loaded(code: Code, layout: Layout, type_: str, address: Value) -> list[Value]:
    """The leaves of a value in memory, of which no alignment is known."""
    return [_load(code, leaf.type, offset(code, address, leaf.offset)) for leaf in layout.leaves(type_)]


def stored(code: Code, layout: Layout, type_: str, leaves: Sequence[Value], address: Value) -> None:
    """The leaves to where they belong in a value of this type in memory."""
    for leaf, place in zip(leaves, layout.leaves(type_), strict=False):
        code.insts.append(Inst("store", "void", None, (leaf, offset(code, address, place.offset)), align=1))


def offset(code: Code, address: Value, count: int) -> Value:
    """So many bytes further."""
    return code.gep("i8", address, integer(count)) if count else address


def leaves_of(code: Code, layout: Layout, given: Given) -> list[Value]:
    """Of what an operand means."""
    return loaded(code, layout, given.held, given.value) if given.held else split(code, layout, given.value)


def fitted(code: Code, leaf: Value, type_: str) -> Value:
    """A leaf as one of the wanted type: what C made wider on the way is made narrow again."""
    if leaf.type == type_:
        return leaf
    if leaf.type in FLOATS:
        return code.op("fptrunc", type_, (leaf,))
    return code.op("addrspacecast" if leaf.type.startswith(PTR) else "trunc", type_, (leaf,))


def nothing(type_: str) -> Value:
    """Zero of a scalar type."""
    return Value(type_, zero_literal(type_))


def _load(code: Code, type_: str, address: Value) -> Value:
    value = code.op("load", type_, (address,))
    code.insts[-1].align = 1
    return value


def _taken(code: Code, layout: Layout, value: Value, path: tuple[int, ...]) -> Value:
    """The leaf at a path, through aggregates and at last a vector."""
    for k in path:
        type_ = layout.resolved(value.type)
        part = layout.parts(type_)[k]
        if is_vector(type_):
            value = code.op("extractelement", part, (value, integer(k)))
        else:
            value = code.op("extractvalue", part, (value,), (k,))
    return value


def _put(code: Code, layout: Layout, whole: Value, path: Sequence[int], leaf: Value) -> Value:
    """The value with one leaf replaced."""
    type_, (first, *rest) = layout.resolved(whole.type), path
    if is_vector(type_):
        return code.op("insertelement", whole.type, (whole, leaf, integer(first)))
    if rest:
        part = code.op("extractvalue", layout.parts(type_)[first], (whole,), (first,))
        leaf = _put(code, layout, part, rest, leaf)
    return code.op("insertvalue", whole.type, (whole, leaf), (first,))
