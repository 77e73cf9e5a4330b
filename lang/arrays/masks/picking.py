"""Elements by positions that a run-time mask selects, and single ones of what it selects.

What a mask hides is computed too: at position 0, whatever a hidden position is.
"""
from __future__ import annotations

from ...library.named import functions
from ...numbers import scalars
from ...values.dtypes import I1
from ...values.nodes import Spread
from ...values.scalar import Coordinate
from ...values.services import Interpreter
from ...values.values import ARRAYS, Elem, Masked, Operand, Scalar, Value, type_of
from ..making import lift, shape_of

CHOOSING = functions("selecting", {"": {"choosing": "numbered"}})
WHOLE = slice(None)
REMEDY = "use a mask in np.where, or index arrays of fixed length"


def has_masked(key: Value) -> bool:
    """Are there positions in this key whose number depends on data?"""
    return isinstance(key, Masked) or (isinstance(key, tuple) and any(isinstance(entry, Masked) for entry in key))


def at_masked(it: Interpreter, array: Value, key: Value) -> Masked:
    """array[positions that a mask selects], of the first axes; those behind them stay whole."""
    entries = key if isinstance(key, tuple) else (key,)
    places = [entry for entry in entries if isinstance(entry, Masked)]
    mask, of = places[0].mask, places[0].of
    if any(lift(it, place.of) is not lift(it, of) for place in places):
        raise it.error("positions that different masks select are used together", "give the mask a name and use it for all")
    if any(isinstance(entry, Masked) is not (k < len(places)) or (k >= len(places) and entry != WHOLE) for k, entry in enumerate(entries)):
        raise it.error("positions whose number depends on data stand beside other indices", REMEDY)
    if any(type_of(lift(it, place.value)) == I1 for place in places):
        raise it.error("an index whose length depends on data is not part of the language", REMEDY)
    shown = [it.operate_on("where", mask, place.value, 0) for place in places]
    value = it.index(array, tuple(shown))
    trailing = len(shape_of(it, value)) - len(shape_of(it, mask))
    wide = it.index(mask, (*(WHOLE,) * len(shape_of(it, mask)), *(None,) * trailing)) if trailing else mask
    return Masked(value, wide, of)                                               # type: ignore[arg-type]  # parts of arrays are arrays


def of_masked(it: Interpreter, array: Masked, key: Value) -> Operand | Masked:
    """An element of what a mask selects, by its number; or what another mask selects of that."""
    if isinstance(key, Masked):
        return further(it, array, key)
    if not isinstance(key, (int, Scalar)) or isinstance(key, bool):
        raise it.error("a part of an array whose length depends on data is not part of the language", "reduce it (np.sum, np.mean, …), or " + REMEDY)
    value = lift(it, array.value)
    if len(shape_of(it, value)) != own_axes(it, array):
        raise it.error("a row of an array whose length depends on data is not part of the language", REMEDY)
    number: Coordinate = key
    return it.call(CHOOSING["numbered"], value, array.mask, number)                          # type: ignore[return-value]  # an element


def counted(it: Interpreter, array: Masked) -> Operand:
    """How many a mask selects."""
    axes = own_axes(it, array)
    mask = it.index(array.mask, (*(WHOLE,) * axes, *(0,) * (len(shape_of(it, array.mask)) - axes)))
    return it.reduce("sum", mask)


def shape_of_masked(it: Interpreter, array: Masked) -> tuple[Value, ...]:
    """The shape of what a mask selects: how many, and the axes that the mask does not have."""
    return (counted(it, array), *map(scalars.length, shape_of(it, array.value)[own_axes(it, array):]))


def own_axes(it: Interpreter, array: Masked) -> int:
    """How many axes the mask had before it got further ones of length 1, for those that it does not look at."""
    mask = lift(it, array.of)
    if isinstance(mask, Elem):
        return len(mask.key.axes) if isinstance(mask.key, Spread) else len(mask.shape)
    return sum(stride != 0 or length != 1 for stride, length in zip(mask.strides, mask.shape, strict=True))


def further(it: Interpreter, array: Masked, key: Masked) -> Masked:
    """x[mask][condition] with a condition of what the mask selects."""
    condition = lift(it, key.value)
    if lift(it, key.of) is not lift(it, array.of) or type_of(condition) != I1 or not isinstance(condition, ARRAYS):
        raise it.error("an index whose length depends on data is not part of the language", REMEDY)
    both = it.operate("&", array.mask, condition)
    return Masked(array.value, both, both)                                       # type: ignore[arg-type]  # of arrays
