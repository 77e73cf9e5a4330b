"""Outputs under a name: those of straight-line code as they are, those of loops and branches as rows of one array, in the order of their visits."""
from __future__ import annotations

from ..arrays.making import lift, shape_of
from ..arrays.storage import fill
from ..numbers import scalars
from ..values.builder import view_of
from ..values.dtypes import I64
from ..values.services import Interpreter
from ..values.sizes import Shape, product, row_major
from ..values.values import ARRAYS, ArrayValue, Buffer, Operand, Scalar, Value, View, type_of


class Rows:
    """An output that is written row by row: its array, and where the number of rows so far is kept."""

    def __init__(self, it: Interpreter, shape: Shape, dtype: str, visits: int):
        self.shape, self.visits = shape, visits
        whole = shape if visits == 1 else (visits, *shape)
        self.view = view_of(Buffer(it.b.fresh("rows"), dtype, product(whole)), whole)
        it.handed.append(self.view)
        self.used = it.b.alloca(I64, 1)
        it.b.allocas.append(f"  store i64 0, ptr {self.used}, align 8")

    def append(self, it: Interpreter, value: Operand) -> None:
        """Writes the next row; behind the last (a branch on parameters went another way than at binding) the last again."""
        row = it.b.load(I64, self.used)
        it.b.store(I64, it.b.emit(f"add nuw i64 {row}, 1"), self.used)
        inside = it.b.emit(f"icmp ult i64 {row}, {self.visits}")
        row = it.b.emit(f"select i1 {inside}, i64 {row}, i64 {self.visits - 1}")
        size = product(self.shape)
        start = row if size == 1 else it.b.emit(f"mul nuw nsw i64 {row}, {size}")
        out = View(self.view.buf, self.shape, row_major(self.shape), 0, start)
        if self.shape:
            fill(it, out, value)
        else:
            it.b.store(out.dtype, scalars.scalar(it, value, out.dtype).ref, it.b.address(out, ()))


def keep(it: Interpreter, name: str, value: Value, visits: int = 1, ragged: bool = False) -> None:
    """`visits` is how often the function keeps a value under this name; 0 where it never gets there. With `ragged` these have several shapes:
    each is an output of its own."""
    if visits == 0:
        return
    value = lift(it, value)
    shape, dtype = shape_of(it, value), type_of(value)
    if not all(isinstance(n, int) for n in shape):
        raise it.error(f"the length of `{name}` is known at run time only")
    if (visits == 1 or ragged) and not it.region:
        it.outputs.append((name, as_it_is(it, value, shape)))
        return
    if ragged:
        raise it.error(f"`{name}` has one shape here and another elsewhere, under a condition or in a loop that is decided at run time")
    if name not in it.rows:
        it.rows[name] = Rows(it, shape, dtype, visits)
        it.outputs.append((name, it.rows[name].view))
    rows = it.rows[name]
    if (rows.shape, rows.view.dtype) != (shape, dtype):
        raise it.error(f"`{name}` has one shape here and another elsewhere, or is a whole number in one place only")
    rows.append(it, value)


def as_it_is(it: Interpreter, value: Operand, shape: Shape) -> Value:
    """A value that nothing changes that the function writes later: an array is copied to where it will be handed over."""
    if not isinstance(value, ARRAYS):
        return value
    out = view_of(Buffer(it.b.fresh("kept"), type_of(value), product(shape)), shape)
    fill(it, out, value)
    it.handed.append(out)
    return out


def hand_over(it: Interpreter, value: Scalar | ArrayValue, pointer: str, shape: Shape) -> None:
    """Writes the value where the caller wants it. What was kept has been written by now: its name in the code is made that pointer's."""
    if isinstance(value, View) and any(value is view for view in it.handed):
        it.b.allocas.append(f"  {value.buf.ptr} = getelementptr i8, ptr {pointer}, i64 0")
    else:
        fill(it, view_of(Buffer(pointer, type_of(value), product(shape)), shape), value)
