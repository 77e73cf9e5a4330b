"""Instruction lists under construction: fresh names, constants and one method per shape of instruction that is emitted into normalised code.

Operands and results are `Value`s, what grows is a list of `Inst`. Nothing is folded or checked here: LLVM does the one, `pipelines.py` the other.
"""
from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Sequence

from ..literals import float_literal
from ..records import Extra, Inst, Value

MINUS_ZERO = Value("double", "-0.0")
PTR, I64, I1, F64 = "ptr", "i64", "i1", "double"
FLOATS = ("double", "float")
ACC = ("reassoc", "nsz", "arcp", "contract")      # of sums of adjoints: in any order, and nan and infinity stay what they are


class Names:
    """Fresh local names `%r1`, `%r2`, …: normalised code has no such names."""

    def __init__(self, prefix: str = "r", first: int = 1):
        self.prefix, self.count = prefix, first - 1

    def new(self) -> str:
        """The next name."""
        self.count += 1
        return f"%{self.prefix}{self.count}"


class Code:
    """A list of instructions that grows at its end."""

    def __init__(self, names: Names):
        self.names = names
        self.insts: list[Inst] = []

    def op(self, op: str, type_: str, args: Iterable[Value], extra: Extra = None, flags: Iterable[str] = ()) -> Value:
        """An instruction with a result."""
        inst = Inst(op, type_, self.names.new(), tuple(args), extra, tuple(flags))
        self.insts.append(inst)
        return inst.value

    def copy(self, inst: Inst, args: Iterable[Value]) -> Value:
        """The same operation on other operands, without metadata (the primal's ranges and scopes need not hold)."""
        new = Inst(inst.op, inst.type, self.names.new(), tuple(args), inst.extra, untailed(inst.flags), inst.align, (), inst.arg_attrs, inst.attrs)
        self.insts.append(new)
        return new.value

    def binary(self, op: str, a: Value, b: Value, flags: Iterable[str] = ()) -> Value:
        """An operation on two operands of the result's type."""
        return self.op(op, a.type, (a, b), None, flags)

    def select(self, c: Value, a: Value, b: Value) -> Value:
        """`a` where `c` holds, else `b`."""
        return self.op("select", a.type, (c, a, b))

    def compare(self, predicate: str, a: Value, b: Value) -> Value:
        """A comparison of two scalars, floating or whole by their type."""
        return self.op("fcmp" if a.type in FLOATS else "icmp", I1, (a, b), predicate)

    def load(self, type_: str, address: Value) -> Value:
        """What is at an address aligned to the size of a scalar."""
        value = self.op("load", type_, (address,))
        self.insts[-1].align = bytes_of(type_)
        return value

    def store(self, value: Value, address: Value) -> None:
        """To an address aligned to the size of the scalar."""
        self.insts.append(Inst("store", "void", None, (value, address), align=bytes_of(value.type)))

    def gep(self, element: str, base: Value, index: Value) -> Value:
        """The address of an element, inside the object that `base` leads to."""
        return self.op("getelementptr", PTR, (base, index), element, ("inbounds",))

    def call(self, callee: str, type_: str, args: Iterable[Value]) -> Value:
        """A direct call of `@callee`; that of type void has no name, and its value no use."""
        result = None if type_ == "void" else self.names.new()
        self.insts.append(Inst("call", type_, result, tuple(args), Value(PTR, "@" + callee)))
        return Value(type_, result or "")

    def give(self, values: Sequence[Value]) -> str:
        """The return of a struct of these values; its type, `void` where there are none."""
        type_ = struct_of([v.type for v in values])
        whole = Value(type_, "poison")
        for k, v in enumerate(values):
            whole = self.op("insertvalue", type_, (whole, v), (k,))
        self.insts.append(Inst("ret", "void", None, (whole,) if values else ()))
        return type_

    def jump(self, label: str) -> None:
        """The end of a block that goes on to another."""
        self.insts.append(Inst("br", "void", None, (), (label,)))

    def branch(self, condition: Value, yes: str, no: str) -> None:
        """The end of a block that goes on to one of two."""
        self.insts.append(Inst("br", "void", None, (condition,), (yes, no)))


EXTENT = re.compile(r"align \d+|dereferenceable\(\d+\)")      # attributes of a pointer that say what is there
SIZES = {"double": 8, "float": 4, "i64": 8, "i32": 4, "i16": 2, "i8": 1, "i1": 1, "ptr": 8}


def struct_of(types: Iterable[str]) -> str:
    """The type of several values given together, `void` of none."""
    fields = ", ".join(types)
    return f"{{ {fields} }}" if fields else "void"


def bytes_of(type_: str) -> int:
    """What LLVM takes for a scalar in memory: whole numbers of any width take the next power of two."""
    found = SIZES.get(type_)
    return (1 << max(0, -(-int(type_[1:]) // 8) - 1).bit_length()) if found is None else found


def untailed(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Call flags without `tail`: a derivative's allocas must outlive the call."""
    return flags[1:] if flags and flags[0] in ("tail", "musttail", "notail") else flags


def integer(k: int) -> Value:
    """A constant of type i64."""
    return Value(I64, str(k))


def real(x: float, type_: str = F64) -> Value:
    """A floating constant."""
    return Value(type_, float_literal(x, type_))


def number(value: Value) -> float | None:
    """The float behind a floating literal, None for anything else."""
    ref = value.ref
    if value.type not in FLOATS or ref[0] in "%@":
        return None
    if ref[:2] == "0x":
        return struct.unpack(">d", bytes.fromhex(ref[2:].rjust(16, "0")))[0] if len(ref) <= 18 and ref[2] not in "KLMHR" else None
    try:
        return float(ref)
    except ValueError:
        return None


def zero_of(type_: str) -> Value:
    """0.0 of a floating type."""
    return Value(type_, "0.0")


def size_of(type_: str) -> int:
    """Bytes of a scalar or of (nested) arrays of scalars; KeyError for anything else."""
    if type_[0] == "[":
        count, element = type_[1:-1].split(" x ", 1)
        return int(count) * size_of(element)
    return SIZES[type_]


def steps(getelementptr: Inst) -> Iterator[tuple[Value, int]]:
    """(index, bytes that it steps over when it is 1) for each index of a getelementptr on scalars and arrays."""
    type_ = getelementptr.held
    for k, index in enumerate(getelementptr.args[1:]):
        if k:
            type_ = type_[1:-1].split(" x ", 1)[1]
        yield index, size_of(type_)


def element_of(type_: str) -> str:
    """The scalar at the bottom of nested arrays."""
    while type_[0] == "[":
        type_ = type_[1:-1].split(" x ", 1)[1]
    return type_
