"""Emission of LLVM IR text: blocks, instructions, entry-block allocas, declarations, run-time checks. Knows nothing of Python."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...ir.errors import Reason
from .dtypes import I1, I64
from .sizes import Length, row_major
from .values import Buffer, Scalar, View

PLAIN = "nsz arcp contract"                    # flags of user arithmetic: reassociation would break (x + y) - y
SUM = "reassoc nsz arcp contract"              # flags of recognised accumulations
HEADER = 'attributes #0 = { nounwind }\nattributes #1 = { nounwind willreturn memory(none) }'


class Block:
    """A basic block: its label and its lines."""

    __slots__ = ("label", "lines")

    def __init__(self, label: str):
        self.label, self.lines = label, []


class Builder:
    """One function under construction. `block` is None where control cannot get to."""

    def __init__(self) -> None:
        self.count = 0
        self.allocas: list[str] = []
        self.blocks: list[Block] = []
        self.declared: dict[str, str] = {}
        self.extra: dict[str, str] = {}             # further functions of the module, by name
        self.reasons: list[Reason] = []
        self.flag: str | None = None
        self.block: Any = None
        self.place(self.detached())

    # -- blocks
    def detached(self) -> Block:
        """A new block that is not yet placed in the function."""
        self.count += 1
        return Block(f"b{self.count}")

    def place(self, block: Block) -> None:
        """Append the block to the function and go on there."""
        self.blocks.append(block)
        self.block = block

    def fresh(self, prefix: str = "v") -> str:
        """A new local name."""
        self.count += 1
        return f"%{prefix}{self.count}"

    # -- instructions
    def emit(self, rhs: str) -> str:
        """An instruction with a result; gives its name."""
        r = self.fresh()
        self.block.lines.append(f"  {r} = {rhs}")
        return r

    def do(self, text: str) -> None:
        """An instruction without a result."""
        self.block.lines.append(f"  {text}")

    def jump(self, block: Block) -> None:
        """End the block with a jump."""
        self.do(f"br label %{block.label}")

    def jump_if(self, cond: str, yes: Block, no: Block) -> None:
        """End the block with a jump on an i1."""
        self.do(f"br i1 {cond}, label %{yes.label}, label %{no.label}")

    def declare(self, signature: str, *, pure: bool = True) -> None:
        """`double @llvm.exp.f64(double)`"""
        self.declared[signature] = "#1" if pure else ""

    def call(self, ty: str, name: str, args: list[tuple[str, str]], flags: str = "") -> str:
        """A call of a pure function."""
        self.declare(f"{ty} @{name}({', '.join(t for t, _ in args)})")
        return self.emit(f"call {flags + ' ' if flags else ''}{ty} @{name}({', '.join(f'{t} {r}' for t, r in args)})")

    # -- memory
    def alloca(self, dtype: str, n: Any) -> str:
        """Memory for n elements that lives as long as the call; gives its address."""
        r = self.fresh("s")
        size = 1 if n == 0 else n
        self.allocas.append(f"  {r} = alloca [{size} x {memory_type(dtype)}], align {64 if size != 1 else 8}")
        return r

    def new_buffer(self, dtype: str, n: Any, region: tuple[int, ...]) -> Buffer:
        """A buffer in new memory, born in this region."""
        b = Buffer(self.alloca(dtype, n), dtype, n)
        b.born, b.serial = region, self.count
        return b

    def load(self, dtype: str, address: str, *, volatile: bool = False) -> str:
        """The value at an address; booleans are bytes in memory."""
        v = "volatile " if volatile else ""
        if dtype == I1:
            return self.emit(f"trunc i8 {self.emit(f'load {v}i8, ptr {address}, align 1')} to i1")
        return self.emit(f"load {v}{dtype}, ptr {address}, align {4 if dtype == 'float' else 8}")

    def store(self, dtype: str, ref: str, address: str, *, volatile: bool = False) -> None:
        """Write a value at an address; booleans are bytes in memory."""
        v = "volatile " if volatile else ""
        if dtype == I1:
            self.do(f"store {v}i8 {self.emit(f'zext i1 {ref} to i8')}, ptr {address}, align 1")
        else:
            self.do(f"store {v}{dtype} {ref}, ptr {address}, align {4 if dtype == 'float' else 8}")

    def address(self, v: View, idx: tuple[Any, ...]) -> str:
        """Pointer to the element of v at idx (Scalars and ints)."""
        const, dyn = v.off, v.dyn
        for i, stride in zip(idx, v.strides, strict=True):
            if isinstance(i, Scalar):
                t = i.ref if stride == 1 else self.emit(f"mul nsw i64 {i.ref}, {stride}")
                dyn = t if dyn is None else self.emit(f"add nsw i64 {dyn}, {t}")
            else:
                const = const + i * stride
        p, t = v.buf.ptr, memory_type(v.buf.dtype)
        if dyn is not None:
            p = self.emit(f"getelementptr inbounds {t}, ptr {p}, i64 {dyn}")
        return self.emit(f"getelementptr inbounds {t}, ptr {p}, i64 {const}") if const != 0 else p

    def read(self, v: View, idx: tuple[Any, ...]) -> Scalar:
        """The element of v at idx as a number, with the interval that its buffer is known to keep."""
        ref = self.load(v.dtype, self.address(v, idx), volatile=v.buf.volatile)
        return Scalar(v.dtype, ref, (0, 1) if v.dtype == I1 else v.buf.rng, v.buf.level)

    def zero(self, v: View) -> None:
        """Fill the whole buffer of v with zeros."""
        self.declare("void @llvm.memset.p0.i64(ptr, i8, i64, i1)", pure=False)
        n = _times(self, v.buf.size, width(v.dtype))
        self.do(f"call void @llvm.memset.p0.i64(ptr align 8 {v.buf.ptr}, i8 0, i64 {n}, i1 false)")

    def move(self, to: str, source: str, n: Any, dtype: str) -> None:
        """n elements, the ranges may overlap."""
        self.declare("void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)", pure=False)
        size = width(dtype)
        self.do(f"call void @llvm.memmove.p0.p0.i64(ptr align {size} {to}, ptr align {size} {source}, i64 {_times(self, n, size)}, i1 false)")

    # -- loops of known trip count
    def counted(self, n: Any, body: Any, carried: tuple[Scalar, ...] = ()) -> tuple[Scalar, ...]:
        """A do-while loop of n trips; `body(i, *carried)` returns the next carried values. Only a Length may be 0."""
        pre, head, out = self.block, self.detached(), self.detached()
        if isinstance(n, Length):
            self.jump_if(self.emit(f"icmp ne i64 {n}, 0"), head, out)
        else:
            self.jump(head)
        self.place(head)
        i = self.fresh()
        head.lines.append("")
        at = len(head.lines) - 1
        phis = [Scalar(c.ty, self.fresh(), None, c.level) for c in carried]
        head.lines += [""] * len(phis)
        after = body(Scalar(I64, i, (0, _last(n)), 0), *phis) or ()
        step = self.emit(f"add nuw nsw i64 {i}, 1")
        cond = self.emit(f"icmp ult i64 {step}, {n}")
        latch = self.block
        self.jump_if(cond, head, out)
        head.lines[at] = f"  {i} = phi i64 [ 0, %{pre.label} ], [ {step}, %{latch.label} ]"
        for k, (p, a, b) in enumerate(zip(phis, carried, after, strict=True)):
            head.lines[at + 1 + k] = f"  {p.ref} = phi {p.ty} [ {a.ref}, %{pre.label} ], [ {b.ref}, %{latch.label} ]"
        self.place(out)
        if isinstance(n, Length):
            return tuple(self.either(a, pre, b, latch) for a, b in zip(carried, after, strict=True))
        return tuple(after)

    def either(self, a: Scalar, before: Block, b: Scalar, after: Block) -> Scalar:
        """a when control comes from one block, b when from the other."""
        ref = self.emit(f"phi {b.ty} [ {a.ref}, %{before.label} ], [ {b.ref}, %{after.label} ]")
        return Scalar(b.ty, ref, None, max(a.level, b.level))

    # -- run-time checks: one sticky flag, so that the function keeps a single exit
    def check(self, ok: str, reason: Reason) -> None:
        """Remember the first reason whose condition `ok` (i1) did not hold."""
        self.reasons.append(reason)
        self._remember(ok, str(len(self.reasons)))

    def report(self, status: str, reasons: Sequence[Reason]) -> None:
        """Remember what a function that was called reports: `status` (i64) is 0, or k for reasons[k - 1]."""
        code = self.emit(f"add i64 {status}, {len(self.reasons)}")
        self.reasons += reasons
        self._remember(self.emit(f"icmp eq i64 {status}, 0"), code)

    def _remember(self, ok: str, code: str) -> None:
        if self.flag is None:
            self.flag = self.alloca(I64, 1)
            self.allocas.append(f"  store i64 0, ptr {self.flag}, align 8")
        old = self.emit(f"load i64, ptr {self.flag}, align 8")
        first = self.emit(f"icmp eq i64 {old}, 0")
        chosen = self.emit(f"select i1 {first}, i64 {code}, i64 {old}")
        new = self.emit(f"select i1 {ok}, i64 {old}, i64 {chosen}")
        self.do(f"store i64 {new}, ptr {self.flag}, align 8")

    # -- printing
    def body(self) -> list[str]:
        """The lines of the function's body, allocas first."""
        entry = self.blocks[0]
        out = [f"{entry.label}:", *self.allocas, *entry.lines]
        for b in self.blocks[1:]:
            out.append(f"{b.label}:")
            out += b.lines
        return out

    def declarations(self) -> list[str]:
        """One `declare` for each function that is called."""
        return [f"declare {s} {a}".rstrip() for s, a in sorted(self.declared.items())]


def view_of(b: Buffer, shape: tuple[Any, ...]) -> View:
    """The whole buffer as an array of this shape, in row-major order."""
    return View(b, shape, row_major(shape))


def memory_type(dtype: str) -> str:
    """The type that an element has in memory."""
    return "i8" if dtype == I1 else dtype


def width(dtype: str) -> int:
    """Bytes of an element in memory."""
    return {I1: 1, "float": 4}.get(dtype, 8)


def _last(n: Any) -> int:
    return n - 1 if isinstance(n, int) else n.most - 1 if isinstance(n, Length) else 2**40


def _times(b: Builder, n: Any, k: int) -> str:
    if isinstance(n, int):
        return str(n * k)
    return str(n) if k == 1 else b.emit(f"mul nsw i64 {n}, {k}")
