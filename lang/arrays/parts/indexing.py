"""Reading parts of arrays with NumPy's meaning: basic keys give views, index arrays and masks give copies."""
from __future__ import annotations

from collections.abc import Iterable
from itertools import compress

from ...values.dtypes import I64
from ...values.nodes import Along, Gathered, Indexed, Part, Spread
from ...values.scalar import Coordinate, Number
from ...values.services import Interpreter
from ...values.sizes import Dim, outnumbers
from ...values.values import ARRAYS, ArrayValue, Elem, Masked, Operand, Scalar, Value, View, describe, type_of
from ..elements import element
from ..lazy import elem
from ..making import array_of, lift
from ..masks.picking import at_masked, has_masked, of_masked
from ..storage import force
from .keys import WHOLE, Key, bounds, check_index, is_mask, normal_key
from .seen import seen


def index(it: Interpreter, value: Value, key: Value) -> Operand | Masked:
    """value[key]"""
    if isinstance(value, Masked):
        return of_masked(it, value, key)
    if has_masked(key):
        return at_masked(it, value, key)
    array = lift(it, value)
    if not isinstance(array, ARRAYS):
        raise it.error(f"{describe(array)} cannot be indexed")
    entries = normal_key(it, array, key)
    masks = [entry for entry in entries if is_mask(entry)]
    if masks:
        return masked(it, array, entries, masks)
    return gather(it, array, entries) if any(isinstance(entry, ARRAYS) for entry in entries) else basic(it, array, entries)


def basic(it: Interpreter, array: ArrayValue, key: Key) -> Operand:
    """A part of an array for a key without arrays."""
    if any(entry is None for entry in key):
        return expanded(it, array, key)
    if isinstance(array, Elem):
        return lazy_part(it, array, key)
    part = window(it, array, key)
    if part.shape:
        return part
    found = seen(it, part) if part.dtype == I64 and part.buf in it.contents else None          # whole numbers become lengths
    return element(it, part, ()) if found is None else int(found)


def window(it: Interpreter, view: View, key: Key) -> View:
    """A view for a key of numbers and slices."""
    off, dyn, shape, strides = view.off, view.dyn, [], []
    for entry, length, stride in zip(key, view.shape, view.strides, strict=True):
        if isinstance(entry, slice):
            start, step, count = bounds(it, entry, length)
            shape.append(count)
            strides.append(stride * step)
        else:
            start = check_index(it, entry, length)
        if isinstance(start, Scalar):
            distance = start.ref if stride == 1 else it.b.emit(f"mul nsw i64 {start.ref}, {stride}")
            dyn = distance if dyn is None else it.b.emit(f"add nsw i64 {dyn}, {distance}")
        else:
            off = off + start * stride                                          # type: ignore[operator]  # one of the two is a number
    return View(view.buf, shape, strides, off, dyn)


def expanded(it: Interpreter, array: ArrayValue, key: Key) -> ArrayValue:
    """None in a key adds an axis of length 1."""
    base = taken(it, array, tuple(entry for entry in key if entry is not None))
    kept = [entry is not None for entry in key if is_axis(entry)]
    if not isinstance(base, ARRAYS):
        return elem(it, "broadcast", [base], (1,) * len(kept), type_of(base), cost=0)
    shape = with_new(kept, base.shape, 1)
    if isinstance(base, View):
        return View(base.buf, shape, with_new(kept, base.strides, 0), base.off, base.dyn)
    return elem(it, "expand", [base], shape, base.dtype, cost=0, key=Spread(tuple(compress(range(len(kept)), kept))))


def is_axis(entry: Value) -> bool:
    """Does this entry of a key leave, or make, an axis?"""
    return entry is None or isinstance(entry, slice)


def taken(it: Interpreter, array: ArrayValue, key: Key) -> Operand:
    """What a key takes of an array; the array itself where that is the whole."""
    return array if all(isinstance(entry, slice) and entry == WHOLE for entry in key) else basic(it, array, key)


def with_new(kept: list[bool], values: Iterable[Dim], new: int) -> tuple[Dim, ...]:
    """What is known of each axis, `new` for the axes that are not kept ones."""
    rest = iter(values)
    return tuple(next(rest) if old else new for old in kept)


def transpose(it: Interpreter, value: Value) -> Number | View:
    """The axes in reverse order, as a view."""
    view = force(it, value)
    return View(view.buf, view.shape[::-1], view.strides[::-1], view.off, view.dyn) if isinstance(view, View) else view


def lazy_part(it: Interpreter, array: Elem, key: Key) -> Operand:
    """A slice or an element of a lazy array; the array itself stays lazy where that is cheap."""
    axes: list[Coordinate | Along] = []
    shape: list[Dim] = []
    at: list[Coordinate] = []
    for entry, length in zip(key, array.shape, strict=True):
        if isinstance(entry, slice):
            start, step, count = bounds(it, entry, length)
            axes.append(Along(start, step))
            shape.append(count)
        else:
            at.append(check_index(it, entry, length))
            axes.append(at[-1])
    if shape:
        return elem(it, "index", [array], shape, array.dtype, cost=0, key=Part(tuple(axes)))
    it.token += 1
    if array.weight > 3 and array.born != it.region:
        return element(it, force(it, array), tuple(at))
    return element(it, array, tuple(at), {})


def gather(it: Interpreter, array: ArrayValue, key: Key) -> Elem:
    """Index arrays, broadcast together, at axes side by side; what slices take of the other axes is taken first."""
    first = leading(it, key)
    array = sliced(it, array, key)
    indices = index_arrays(it, key)
    inner = it.broadcast([entry.shape for entry in indices])
    axes = tuple(gathered_axis(it, entry, length) for entry, length in zip(key, array.shape, strict=True))
    free = [length for axis, length in zip(axes, array.shape, strict=True) if axis is None]
    shape = (*free[:first], *inner, *free[first:])
    if isinstance(array, Elem) and (array.weight > 1 or outnumbers(shape, array.shape)):
        array = force(it, array)
    return elem(it, "gather", [array, *indices], shape, array.dtype, cost=1, key=Gathered(axes, first, len(inner)))


def sliced(it: Interpreter, array: ArrayValue, key: Key) -> ArrayValue:
    """What the slices of a key take of an array; all its axes stay."""
    if all(entry == WHOLE for entry in key if isinstance(entry, slice)):
        return array
    return array_of(it, basic(it, array, tuple(entry if isinstance(entry, slice) else WHOLE for entry in key)))


def index_arrays(it: Interpreter, key: Key) -> list[ArrayValue]:
    """The index arrays of a key, in order."""
    found = [entry for entry in key if isinstance(entry, ARRAYS)]
    if any(entry.dtype != I64 for entry in found):
        raise it.error("an index array must hold integers or booleans")
    return found


def leading(it: Interpreter, key: Key) -> int:
    """The first axis that is not a slice: where the axes of index arrays come to stand."""
    if any(entry is None for entry in key):
        raise it.error("None together with index arrays is not part of the language", "index first, then add the axis")
    fixed = [axis for axis, entry in enumerate(key) if not isinstance(entry, slice)]
    if fixed[-1] - fixed[0] + 1 != len(fixed):
        raise it.error("index arrays separated by a slice are not part of the language")
    return fixed[0]


def gathered_axis(it: Interpreter, entry: Value, length: Dim) -> Coordinate | Indexed | None:
    """One axis in the key of a node `gather`."""
    if isinstance(entry, ARRAYS):
        return Indexed(length)
    return None if isinstance(entry, slice) else check_index(it, entry, length)


def masked(it: Interpreter, array: ArrayValue, key: Key, masks: list[ArrayValue]) -> Masked:
    """`array[mask]` with a run-time mask, which has no shape."""
    if len(masks) > 1 or any(entry is not masks[0] and entry != WHOLE for entry in key):
        raise it.error("a mask together with other indices is not part of the language", "apply them one after the other")
    mask = masks[0]
    if mask.shape != array.shape[:len(mask.shape)]:
        raise it.error(f"a mask of shape {mask.shape} for an array of shape {array.shape}")
    if len(mask.shape) < len(array.shape):
        mask = expanded(it, mask, (*(WHOLE,) * len(mask.shape), *(None,) * (len(array.shape) - len(mask.shape))))
    return Masked(as_now(it, array), as_now(it, mask), mask)


def as_now(it: Interpreter, array: ArrayValue) -> ArrayValue:
    """What an array holds at this point: stored before it is written."""
    return array if isinstance(array, View) and array.buf.readonly else elem(it, "broadcast", [array], array.shape, array.dtype, cost=0)
