"""Outputs under a name: those of straight-line code as they are, those of loops and branches as rows of one array, in the order of their visits; and
how many visits there were."""
from __future__ import annotations

from ..arrays.making import lift, shape_of
from ..arrays.storage import fill
from ..numbers import scalars
from ..values.builder import view_of
from ..values.dtypes import I64
from ..values.scalar import DATA
from ..values.services import Interpreter
from ..values.sizes import Length, Shape, product, row_major
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

    def append(self, it: Interpreter, value: Operand, shape: Shape) -> None:
        """Writes the next row; behind the last (a branch on parameters went another way than at binding) the last again."""
        if shape != self.shape:
            raise it.error(f"one shape of an output is {shape} here and {self.shape} elsewhere")
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


class Parts:
    """An output of parts of several lengths, or of lengths that are known at run time only: its array, and how many elements are written."""

    def __init__(self, it: Interpreter, whole: Shape, dtype: str):
        self.room = product(whole)
        self.view = view_of(Buffer(it.b.fresh("parts"), dtype, self.room), whole)
        it.handed.append(self.view)
        self.used = it.b.alloca(I64, 1)
        it.b.allocas.append(f"  store i64 0, ptr {self.used}, align 8")

    def append(self, it: Interpreter, value: Operand, shape: Shape) -> None:
        """Writes the next part behind the others; nothing of one for which there is no room."""
        first, rest = (shape[0], shape[1:]) if shape else (1, ())
        assert isinstance(first, (int, Length)), "other lengths are refused"
        length, most = (str(first), first) if isinstance(first, int) else (first.ref, first.most)
        start = it.b.load(I64, self.used)
        size = length if product(rest) == 1 else it.b.emit(f"mul nuw nsw i64 {length}, {product(rest)}")
        end = it.b.emit(f"add nuw nsw i64 {start}, {size}")
        inside = it.b.emit(f"icmp ule i64 {end}, {self.room}")
        it.b.store(I64, it.b.emit(f"select i1 {inside}, i64 {end}, i64 {start}"), self.used)
        written = it.b.emit(f"select i1 {inside}, i64 {length}, i64 0")
        fill(it, View(self.view.buf, (Length(written, most, ("part", written)), *rest), row_major((1, *rest)), 0, start), value)


def keep(it: Interpreter, name: str, value: Value, visits: int = 1, whole: Shape | None = None) -> None:
    """`visits` is how often the function keeps a value under this name; 0 where it never gets there. `whole` is the shape of all of them together,
    None where each has the value's own."""
    if visits == 0:
        return
    value = lift(it, value)
    shape, dtype = shape_of(it, value), type_of(value)
    if not all(isinstance(n, int) for n in shape[1:]) or shape and not isinstance(shape[0], (int, Length)):
        raise it.error(f"the shape of `{name}` is known at run time only")
    rows = shape if visits == 1 else (visits, *shape)
    if visits == 1 and not it.region and whole in (None, rows):
        it.outputs.append((name, as_it_is(it, value, shape)))
        return
    if name not in it.rows:
        it.rows[name] = Rows(it, shape, dtype, visits) if whole in (None, rows) else Parts(it, whole, dtype)
        it.outputs.append((name, it.rows[name].view))
    made = it.rows[name]
    if made.view.dtype != dtype:
        raise it.error(f"`{name}` is a whole number in one place only")
    made.append(it, value, shape)


def visit(it: Interpreter, name: str, most: int) -> Scalar:
    """How often the function has come by under this name before, out of `most` times: counted where it runs."""
    if name not in it.visits:
        it.visits[name] = it.b.alloca(I64, 1)
        it.b.allocas.append(f"  store i64 0, ptr {it.visits[name]}, align 8")
    before = it.b.load(I64, it.visits[name])
    it.b.store(I64, it.b.emit(f"add nuw i64 {before}, 1"), it.visits[name])
    inside = it.b.emit(f"icmp ult i64 {before}, {most}")
    return Scalar(I64, it.b.emit(f"select i1 {inside}, i64 {before}, i64 {most - 1}"), (0, most - 1), DATA)


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
