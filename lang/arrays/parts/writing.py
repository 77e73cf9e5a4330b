"""Writing parts of arrays with NumPy's meaning. What still reads the buffer is stored first; overlapping values are copied."""
from __future__ import annotations

import numpy as np

from ...numbers import scalars
from ...values.dtypes import F32, F64, I1, I64
from ...values.nodes import Gathered
from ...values.scalar import PARAMETER, Index, Memo
from ...values.services import Interpreter
from ...values.sizes import Dim, Length, Shape, Size, product
from ...values.values import ARRAYS, ArrayValue, Buffer, Elem, Masked, Operand, Scalar, Value, View, describe, level_of, type_of
from ..aliasing import viewed
from ..elements import argument, element, gathered
from ..making import lift, reads_of, shape_of
from ..ownership import about_to_write
from ..storage import copy, fill, force, nest, settle
from .indexing import gather, masked, sliced, window
from .keys import WHOLE, Key, counts_from_one, is_mask, normal_key
from .slices import common

READ_ONLY = "this array belongs to the caller (data, a parameter or an outer scope); writing to it is not part of the language"
AMBIGUOUS = "this array and another name may or may not be the same array here; writing to it is ambiguous"
COPY_FIRST = "copy it first: `x = x.copy()`"
CUT = {I64: "integers", I1: "booleans"}
COPY_APART = "make a copy where the names part: `w = a.copy()`"


def assign_item(it: Interpreter, target: Value, key: Value, value: Value) -> None:
    """target[key] = value"""
    view = writable(it, target)
    entries = normal_key(it, view, key)
    written = value if isinstance(value, Masked) else lift(it, value)
    refuse_cutting(it, written, view.dtype)
    arrays = [entry for entry in entries if isinstance(entry, ARRAYS)]
    if arrays and is_mask(arrays[0]):
        masked_store(it, view, entries, arrays, written)
    elif isinstance(written, Masked):
        raise it.error("the shape of this value depends on data and cannot be stored", "use np.where with the mask")
    elif arrays:
        scatter(it, view, entries, arrays, written)
    else:
        store_part(it, window(it, view, entries), written)


def refuse_cutting(it: Interpreter, value: Operand | Masked, dtype: str) -> None:
    """A float that may be a parameter is not stored in an array of integers or booleans: NumPy would cut it off, and its gradient with it."""
    found = value.value if isinstance(value, Masked) else value
    if dtype in CUT and isinstance(found, (Scalar, *ARRAYS)) and type_of(found) in (F64, F32) and found.level == PARAMETER:
        raise it.error(f"a float is stored in an array of {CUT[dtype]}, which would cut it off, and its gradient with it",
                       "make it an array of floats, `np.zeros(…)` or `x.astype(float)`; if whole numbers are meant, say `int(…)` or `.astype(int)`")


def store_part(it: Interpreter, part: View, value: Operand) -> None:
    """Fill a view; a value that overlaps it elsewhere is copied first."""
    if not part.shape:
        return store_element(it, part, value)
    part = View(part.buf, fits(it, part.shape, value), part.strides, part.off, part.dyn)
    if isinstance(value, ARRAYS) and part.buf in reads_of([value]) and not same_place(value, part):
        value = copy(it, value)
    before_write(it, part.buf, value)
    fill(it, part, lift(it, value))
    return None


def store_element(it: Interpreter, part: View, value: Operand) -> None:
    """One element, from a number or an array of one element."""
    if isinstance(value, ARRAYS):
        if product(value.shape) != 1:
            raise it.error(f"an array of shape {value.shape} cannot be stored in one element")
        value = element(it, value, (0,) * len(value.shape))
    number = scalars.scalar(it, value, part.dtype)
    before_write(it, part.buf, number)
    it.b.store(part.dtype, number.ref, it.b.address(part, ()), volatile=part.buf.volatile)


def fits(it: Interpreter, shape: Shape, value: Value) -> Shape:
    """The shape that is written: that of the target, once the value is known to fit."""
    own = shape_of(it, value)
    lead = own[:max(0, len(own) - len(shape))]
    pairs = list(zip(reversed(shape), reversed(own), strict=False))
    many = () if counts_from_one(it) else (1,)                   # lengths that fill an axis of any: such a language has its elements one by one
    if lead != (1,) * len(lead) or not all(may_fit(length, given, many) for length, given in pairs):
        raise it.error(f"an array of shape {own} does not fit into shape {shape}")
    if lead:
        raise it.error(f"an array of shape {own} does not fit into shape {shape}", "drop the leading axes of length 1")
    met = [length if given in (length, *many) else common(it, length, given) for length, given in pairs]
    return (*shape[:len(shape) - len(met)], *reversed(met))


def may_fit(length: Dim, given: Dim, many: tuple[int, ...]) -> bool:
    """Can an axis be filled from one of the given length, as far as is known now?"""
    return given in (length, *many) or isinstance(length, Length) or isinstance(given, Length)


def same_place(value: ArrayValue, part: View) -> bool:
    """Does the value read the part's buffer only at the element that is being written?"""
    if isinstance(value, Elem):
        if value.forced is not None:
            return same_place(value.forced, part)
        if value.key is not None:                                # its elements are made of others of its arguments
            return part.buf not in reads_of([value])
        return all(same_place(arg, part) for arg in value.args if isinstance(arg, ARRAYS))
    return value.buf is not part.buf or value.same(part) or (same_rows(value, part) and value.dyn != part.dyn)


def same_rows(one: View, other: View) -> bool:
    """Rows of one array with run-time numbers: the same or disjoint (sampler code carries row numbers)."""
    return (len(one.shape) == len(other.shape) == 1 and type(one.shape[0]) is Size and one.shape == other.shape and one.strides == other.strides
            and one.off == other.off == 0)


def writable(it: Interpreter, value: Value) -> View:
    """The view behind a value that may be written; an error says whose array it is."""
    if isinstance(value, np.ndarray):
        about_to_write(it, value)
        raise it.error(READ_ONLY, COPY_FIRST)
    array = lift(it, value)
    if isinstance(array, Elem):
        array = store_for_writing(it, array)
    if not isinstance(array, View):
        raise it.error(f"{describe(array)} cannot be written to")
    refuse_writing(it, array)
    return array


def refuse_writing(it: Interpreter, view: View) -> None:
    """The errors for memory that is not this code's to write, or that stands for several elements."""
    if view.buf.readonly:
        raise it.error(READ_ONLY, COPY_FIRST)
    if view.buf.copy_of or it.copied.get(view.buf):
        raise it.error(AMBIGUOUS, COPY_APART)
    if any(stride == 0 for stride, length in zip(view.strides, view.shape, strict=True) if length != 1):
        raise it.error("a broadcast view cannot be written to", COPY_FIRST)


def store_for_writing(it: Interpreter, node: Elem) -> View:
    """A lazy array is stored before it is written; what a lazy view is a view of is stored at birth from the next pass on: then it is a view."""
    base = viewed(node)
    if base is not node and isinstance(base, Elem):
        it.facts.store(base.site)
    if it.copied.get(node):
        raise it.error(AMBIGUOUS, COPY_APART)
    return force(it, node)


def before_write(it: Interpreter, buf: Buffer, value: Value) -> None:
    """What must happen before buf is written: lazy arrays that read it are stored."""
    it.writes.append((buf, it.region))
    it.contents.pop(buf, None)
    if buf in it.asked:
        it.facts.note("contents written", buf.site)
    buf.level = max(buf.level, level_of(value), it.condition_level)
    if buf.rng is not None and buf.dtype == I64:
        it.facts.note("written", buf.site)
    settle(it, buf, value if isinstance(value, Elem) and not it.holds(value) else None)


def scatter(it: Interpreter, view: View, key: Key, arrays: list[ArrayValue], value: Operand) -> None:
    """`view[index arrays] = value`, in order: the last write to an element stays."""
    view = force(it, sliced(it, view, key))
    target = gather(it, view, tuple(WHOLE if isinstance(entry, slice) else entry for entry in key))
    fits(it, target.shape, value)
    if isinstance(value, ARRAYS) and view.buf in reads_of([value]):
        value = copy(it, value)
    indices: list[Operand] = [copy(it, array) if isinstance(array, View) and array.buf is view.buf else array for array in arrays]
    before_write(it, view.buf, value)
    where = target.key
    assert isinstance(where, Gathered), "gather makes these nodes"

    def body(index: Index, memo: Memo) -> None:
        alone: Memo = {}                                         # a write may change what the next one reads: nothing is shared
        at = gathered(it, where, indices, index, alone)
        number = scalars.scalar(it, argument(it, value, index, alone), view.dtype)
        it.b.store(view.dtype, number.ref, it.b.address(view, at))

    it.token += 1
    nest(it, target.shape, body)


def masked_store(it: Interpreter, view: View, key: Key, arrays: list[ArrayValue], value: Operand | Masked) -> None:
    """`view[mask] = value`"""
    target = masked(it, view, key, arrays)
    if isinstance(value, Masked):
        if lift(it, value.of) is not lift(it, target.of) and not _same_mask(value.of, target.of):
            raise it.error("the two masks of this assignment are not the same array", "give the mask a name and use it on both sides")
        new = value.value
    elif _has_length(value, view):
        raise it.error("the number of elements that a mask selects depends on data; an array of fixed length cannot be stored there",
                       "use np.where(mask, new, old)")
    else:
        new = value
    chosen = it.operate_on("where", target.mask, new, view)
    if isinstance(chosen, ARRAYS) and not same_place(chosen, view):
        chosen = copy(it, chosen)
    before_write(it, view.buf, chosen)
    fill(it, view, chosen)


def _has_length(value: Operand, view: View) -> bool:
    """Has the value an element of its own for each one that a mask of the view's first axes selects?"""
    return isinstance(value, ARRAYS) and value.shape != () and len(value.shape) >= len(view.shape) and value.shape[0] != 1


def _same_mask(one: ArrayValue, other: ArrayValue) -> bool:
    return isinstance(one, View) and one.same(other)
