"""Vectors of numbers whose operators write instructions: what vector functions are made of (`elementary.py`). Numbers in, instructions in a body out."""
from __future__ import annotations

from collections.abc import Sequence

from ...graph.build import Code, Names, real
from ...records import Value


class Vec:
    """A vector value; operators emit instructions. `kind` is the type of its elements: double, i64 or i1."""

    __slots__ = ("body", "kind", "value")

    def __init__(self, body: Body, value: Value, kind: str):
        self.body, self.value, self.kind = body, value, kind

    def _op(self, op: str, other: Operand) -> Vec:
        return Vec(self.body, self.body.binary(op, self.value, self.body.value(other, self.kind)), self.kind)

    def __add__(self, other: Operand) -> Vec:
        return self._op("fadd" if self.kind == "double" else "add", other)

    def __sub__(self, other: Operand) -> Vec:
        return self._op("fsub" if self.kind == "double" else "sub", other)

    def __mul__(self, other: Operand) -> Vec:
        return self._op("fmul", other)

    def __truediv__(self, other: Operand) -> Vec:
        return self._op("fdiv", other)

    def __lshift__(self, n: int) -> Vec:
        return self._op("shl", n)

    def __rshift__(self, n: int) -> Vec:
        return self._op("lshr", n)

    def __or__(self, other: Operand) -> Vec:
        return self._op("or", other)

    def __xor__(self, other: Operand) -> Vec:
        return self._op("xor", other)

    def odd(self) -> Vec:
        """Where a whole number is odd."""
        return self._as("trunc", "i1")

    def half(self) -> Vec:
        """Half of a whole number, rounded down."""
        return self._op("ashr", 1)

    def __neg__(self) -> Vec:
        return Vec(self.body, self.body.op("fneg", self.value.type, (self.value,)), self.kind)

    def below(self, other: Operand) -> Vec:
        """Where it is less; nowhere for nan."""
        return self._compare("olt", other)

    def not_above(self, other: Operand) -> Vec:
        """Where it is less or the same; nowhere for nan."""
        return self._compare("ole", other)

    def not_below(self, other: Operand) -> Vec:
        """Where it is more or the same, and for nan."""
        return self._compare("uge", other)

    def equals(self, other: Operand) -> Vec:
        """Where it is the same number; nowhere for nan."""
        return self._compare("oeq", other)

    def is_nan(self) -> Vec:
        """Where it is nan."""
        return self._compare("uno", self)

    def _compare(self, predicate: str, other: Operand) -> Vec:
        args = self.value, self.body.value(other, "double")
        return Vec(self.body, self.body.op("fcmp", self.body.vector("i1"), args, predicate), "i1")

    def pick(self, yes: Operand, no: Operand) -> Vec:
        """Where this condition holds yes, else no."""
        return Vec(self.body, self.body.select(self.value, self.body.value(yes, "double"), self.body.value(no, "double")), "double")

    def bits(self) -> Vec:
        """The same bits as whole numbers."""
        return self._as("bitcast", "i64")

    def number(self) -> Vec:
        """The same bits as floats."""
        return self._as("bitcast", "double")

    def _as(self, op: str, kind: str) -> Vec:
        return Vec(self.body, self.body.op(op, self.body.vector(kind), (self.value,)), kind)


Operand = Vec | float


class Body(Code):
    """The body of one vector function in the making, and the declarations of what it calls; `wide` where it may have AVX-512's own instructions."""

    def __init__(self, lanes: int, wide: bool):
        super().__init__(Names("v", first=0))
        self.lanes, self.wide = lanes, wide
        self.declarations: set[str] = set()
        self.far: Vec | None = None

    def vector(self, kind: str) -> str:
        """The type of vectors of these elements."""
        return f"<{self.lanes} x {kind}>"

    def value(self, x: Operand, kind: str) -> Value:
        """An operand: a vector as it is, a number in all lanes."""
        if isinstance(x, Vec):
            return x.value
        literal = real(x).ref if kind == "double" else str(x)
        return Value(self.vector(kind), f"splat ({kind} {literal})")

    def vec(self, x: float) -> Vec:
        """A number in all lanes."""
        return Vec(self, self.value(x, "double"), "double")

    def intrinsic(self, name: str, *args: Operand) -> Vec:
        """A call of one of LLVM's own functions on vectors."""
        return self._called(f"llvm.{name}.v{self.lanes}f64", [self.value(a, "double") for a in args])

    def _called(self, name: str, args: list[Value]) -> Vec:
        type_ = self.vector("double")
        self.declarations.add(f"declare {type_} @{name}({', '.join(a.type for a in args)})")
        return Vec(self, self.call(name, type_, args), "double")

    def fma(self, a: Operand, b: Operand, c: Operand) -> Vec:
        """a b + c, rounded once."""
        return self.intrinsic("fma", a, b, c)

    def size(self, x: Vec) -> Vec:
        """|x|"""
        return self.intrinsic("fabs", x)

    def scalar_where(self, far: Vec) -> None:
        """Where this holds in any lane, the scalar function takes them all: of arguments that are rare."""
        self.far = far

    # ---- AVX-512: what its instructions do on eight numbers, in all lanes and rounded as usual

    def _masked(self, name: str, *args: Value) -> Vec:
        zeros = Value(self.vector("double"), "zeroinitializer")
        return self._called(f"llvm.x86.avx512.mask.{name}.pd.512", [*args, zeros, Value("i8", "-1"), Value("i32", "4")])

    def exponent(self, x: Vec) -> Vec:
        """The whole part of log2 |x|, of denormals too; -infinity at 0, infinity at both infinities."""
        return self._masked("getexp", x.value)

    def mantissa(self, x: Vec) -> Vec:
        """x over a power of two, from 3/4 on and below 3/2; 1 at zeros and infinity, nan below 0."""
        return self._masked("getmant", x.value, Value("i32", "15"))

    def times_two_to(self, x: Operand, n: Vec) -> Vec:
        """x 2^n, n rounded down; rounded once where it is denormal."""
        return self._masked("scalef", self.value(x, "double"), n.value)

    def one_of(self, table: Sequence[float], index: Vec) -> Vec:
        """Of sixteen numbers those which the lowest four bits of the index say."""
        halves = [Value(self.vector("double"), f"<{', '.join(f'double {real(x).ref}' for x in half)}>") for half in (table[:8], table[8:])]
        return self._called("llvm.x86.avx512.vpermi2var.pd.512", [halves[0], index.value, halves[1]])
