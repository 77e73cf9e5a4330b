"""A list that grows: when a list becomes one, its birth, what is appended, and its items as one array.

A list that is appended to in a run-time loop is noted, and is a `Grown` from its birth in the next pass. What a Grown cannot do (items of unlike
shapes, a length that depends on run-time conditions, `pop`) makes it an ordinary list again, whose loops are written out.
"""
from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeGuard

import numpy as np

from ...ir.errors import CompileError
from ..arrays.making import lift
from ..arrays.ownership import PLAIN
from ..arrays.storage import fill
from ..numbers import scalars
from ..values.dtypes import F32, F64, I64, RANK, is_num, numpy_type
from ..values.scalar import STATIC, Number, Scalar
from ..values.services import Interpreter
from ..values.sizes import SMALL, Shape, product, row_major
from ..values.values import ARRAYS, Grown, Site, Value, View, level_of, type_of
from . import lengths
from .lengths import Count
from .sharing import share

ARRAY = "use an array: np.zeros(…) and assign its elements"
GROWS = "grows"                                 # a note about the place where a list is made: the node, and the call that it is in
Kinds = tuple[type, ...]                        # what an item is to Python, and then its items; () for numbers and arrays


# -- which lists
def made(it: Interpreter, items: list[Value]) -> list[Value] | Grown:
    """A list that is made here: as it is, or one that grows."""
    key = it.place()
    if not grows(it, key):
        return items
    if all(can_be_kept(it, item) for item in items):
        return born(it, key, items)
    it.facts.note(PLAIN, key)
    return items


def grows(it: Interpreter, key: Site) -> bool:
    """Is the list that is made here one that grows? What is learnt in one call of a function holds for its other calls."""
    return (GROWS, key[-1]) in it.facts.notes and (PLAIN, key) not in it.facts.notes


def may_loop(it: Interpreter, key: Site) -> bool:
    """Has nothing been found that keeps the list made here from being one that grows?"""
    return (PLAIN, key) not in it.facts.notes


def is_noted_at(it: Interpreter, key: Site, items: Iterable[Value]) -> bool:
    """A comprehension of such items: its list grows from the next pass on."""
    if not may_loop(it, key) or not all(can_be_kept(it, item) for item in items):
        return False
    it.facts.note(GROWS, key[-1])
    return True


def new_list(it: Interpreter) -> Grown:
    """An empty list, made here."""
    return born(it, it.place(), ())


def is_noted(it: Interpreter, value: Value, items: Iterable[Value]) -> bool:
    """A compile-time list is changed in loops of known trips that it was made outside of, where such items come in: it grows from the next pass on."""
    birth = it.born.get(id(value))
    if birth is None or (PLAIN, birth.place) in it.facts.notes or not all(can_be_kept(it, item) for item in items):
        return False
    around = it.loop_stack[birth.loops:]
    if not around or not all(isinstance(trips, int) for _, trips in around):
        return False
    it.facts.note(GROWS, birth.place[-1])
    return True


def give_up(it: Interpreter, grown: Grown, why: str = "a list that grows in a loop is used here in a way that needs the loop written out") -> CompileError:
    """The list is an ordinary one from the next pass on; gives the error that ends this pass, which is the user's where that does not help."""
    it.facts.note(PLAIN, grown.key)
    failure = it.error(why, ARRAY)
    it.facts.errors.setdefault((PLAIN, grown.key), failure)
    return failure


def give_up_all(it: Interpreter) -> bool:
    """After an error in a pass: its lists that grow become ordinary ones. Were there any?"""
    for grown in it.lengths:
        it.facts.note(PLAIN, grown.key)
    return it.facts.dirty


def can_be_kept(it: Interpreter, item: Value) -> bool:
    """Is it a number or an array of known shape, or a list or tuple of numbers?"""
    if isinstance(item, Grown):
        return item.base is not None and isinstance(it.lengths[item], Count) and not it.lengths[item].terms                  # type: ignore[union-attr]
    if isinstance(item, ARRAYS):
        return all(isinstance(length, int) for length in item.shape)
    if isinstance(item, np.ndarray):
        return numpy_type(item.dtype) is not None
    return is_number(item) or (type(item) in (list, tuple) and bool(item) and all(map(is_number, item)))                      # type: ignore[call-overload]


def is_number(value: Value) -> TypeGuard[Number]:
    """Is it a number, of run time or of compile time?"""
    return isinstance(value, Scalar) or is_num(value)


# -- birth and growth
def born(it: Interpreter, key: Site, items: Sequence[Value]) -> Grown:
    """A new list with these items."""
    grown = Grown(key, it.region, it.b.count)
    it.lengths = {**it.lengths, grown: Count(0)}
    if len(items) > SMALL and all(map(is_num, items)):
        filled(it, grown, items)
    else:
        extend(it, grown, items)
    return grown


def filled(it: Interpreter, grown: Grown, numbers: Sequence[Value]) -> None:
    """Many known numbers at once: `[0.0] * n`."""
    array, length = it.numpy(numbers), Count(len(numbers))
    grow(it, grown, length, (), max(map(type_of, numbers), key=RANK.__getitem__), ())
    it.lengths = {**it.lengths, grown: length}
    fill(it, rows(it, grown), array[0].item() if (array == array[0]).all() else lift(it, array))


def window(it: Interpreter, view: View, outer: Grown) -> Grown:
    """An item that is a list itself: it shares its memory with the list that it is in, and does not grow."""
    grown = Grown(outer.key, it.region, it.b.count)
    grown.base, grown.kinds, grown.grows = view, outer.kinds[1:], False
    it.lengths = {**it.lengths, grown: Count(view.shape[0])}                     # type: ignore[arg-type]  # of known length
    return grown


def length_of(it: Interpreter, grown: Grown) -> Count:
    """How many items it has here; an error, and an ordinary list, where that depends on the way that was taken."""
    length = it.lengths.get(grown)
    if not isinstance(length, Count):
        it.facts.note(PLAIN, grown.key)
        raise it.error("the length of this list depends on run-time conditions", ARRAY)
    return length


def append(it: Interpreter, grown: Grown, item: Value) -> None:
    """One item more."""
    if not grown.grows or not can_be_kept(it, item):
        raise give_up(it, grown)
    at, kinds = length_of(it, grown), kinds_of(item)
    array = rows(it, item) if isinstance(item, Grown) else lift(it, item)
    shape = array.shape if isinstance(array, ARRAYS) else ()
    grow(it, grown, at.plus(1), shape, type_of(array), kinds)
    remember(it, grown, level_of(array))
    target = row(it, grown, at)
    if share(it, target.buf, array):
        raise give_up(it, grown, "an array that is written in place stands in this list several times")
    if shape:
        fill(it, target, array)
    else:
        it.b.store(target.dtype, scalars.scalar(it, array, target.dtype).ref, it.b.address(target, ()))
    it.lengths = {**it.lengths, grown: at.plus(1)}


def extend(it: Interpreter, grown: Grown, items: Iterable[Value]) -> None:
    """Several items more."""
    for item in items:
        append(it, grown, item)


def kinds_of(item: Value) -> Kinds:
    """What an item is to Python."""
    return (list, *item.kinds) if isinstance(item, Grown) else (type(item),) if isinstance(item, (list, tuple)) else ()


def grow(it: Interpreter, grown: Grown, length: Count, shape: Shape, dtype: str, kinds: Kinds) -> None:
    """Room for so many items of this kind; a list of unlike ones is an ordinary list."""
    if grown.base is None:
        found = it.facts.widen.get(("items", grown.key)) or dtype
        buf = it.b.new_buffer(found, 1, grown.region)
        buf.site, buf.serial, buf.level = grown.key, grown.serial, int(it.facts.widen.get(("level", grown.key), STATIC))
        grown.base, grown.kinds = View(buf, (1, *shape), row_major((1, *shape))), kinds
    buf = grown.base.buf
    if grown.base.shape[1:] != shape or grown.kinds != kinds:
        raise give_up(it, grown, "the items of this list have different shapes")
    if wider(buf.dtype, dtype) != buf.dtype:
        it.facts.learn(("items", grown.key), wider(buf.dtype, dtype))
    grown.room = max(grown.room, length.most())
    buf.size = it.b.enlarge(buf, max(1, grown.room * int(product(shape))))      # type: ignore[call-overload]  # known lengths


def wider(one: str, other: str) -> str:
    """The element type of an array of both."""
    return F64 if {one, other} == {F32, I64} else max(one, other, key=RANK.__getitem__)


def remember(it: Interpreter, grown: Grown, level: int) -> None:
    """What the items depend on is known from the list's birth on in the next pass: what is read at the head of a loop was appended at its end."""
    assert grown.base is not None, "the list has room"
    buf = grown.base.buf
    buf.level = max(buf.level, level, it.condition_level)
    key: Hashable = ("level", grown.key)
    if int(it.facts.widen.get(key, STATIC)) < buf.level:
        it.facts.learn(key, str(buf.level))


# -- as one array
def row(it: Interpreter, grown: Grown, at: Count) -> View:
    """The memory of the item at a place."""
    base = grown.base
    assert base is not None, "an empty list has no item"
    stride: Any = base.strides[0]
    moving = lengths.variable(it, at, stride)
    dyn = base.dyn if moving is None else moving if base.dyn is None else it.b.emit(f"add nsw i64 {base.dyn}, {moving}")
    return View(base.buf, base.shape[1:], base.strides[1:], base.off + at.const * stride, dyn)


def rows(it: Interpreter, grown: Grown) -> View:
    """All items as they are here: an array that is read, not written."""
    length, base = length_of(it, grown), grown.base
    if base is None:
        return View(it.b.new_buffer(F64, 0, it.region), (0,), (1,))
    return View(base.buf, (lengths.dim(it, length), *base.shape[1:]), base.strides, base.off, base.dyn)
