"""Vectors of numbers whose operators write instructions: what vector functions are made of (`vector_math.py`). Numbers in, instructions in a body out."""
from __future__ import annotations

from ..graph.build import Code, Names, real
from ..records import Value


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

    def half(self) -> Vec:
        """Half of a whole number, rounded down."""
        return self._op("ashr", 1)

    def __neg__(self) -> Vec:
        return Vec(self.body, self.body.op("fneg", self.value.type, (self.value,)), self.kind)

    def below(self, other: Operand) -> Vec:
        """Where it is less; nowhere for nan."""
        return self._compare("olt", other)

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
        return self._cast("i64")

    def number(self) -> Vec:
        """The same bits as floats."""
        return self._cast("double")

    def _cast(self, kind: str) -> Vec:
        return Vec(self.body, self.body.op("bitcast", self.body.vector(kind), (self.value,)), kind)


Operand = Vec | float


class Body(Code):
    """The body of one vector function in the making, and the declarations of what it calls."""

    def __init__(self, lanes: int):
        super().__init__(Names("v", first=0))
        self.lanes = lanes
        self.declarations: set[str] = set()

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
        full, type_ = f"llvm.{name}.v{self.lanes}f64", self.vector("double")
        self.declarations.add(f"declare {type_} @{full}({', '.join([type_] * len(args))})")
        return Vec(self, self.call(full, type_, [self.value(a, "double") for a in args]), "double")

    def fma(self, a: Operand, b: Operand, c: Operand) -> Vec:
        """a b + c, rounded once."""
        return self.intrinsic("fma", a, b, c)

    def size(self, x: Vec) -> Vec:
        """|x|"""
        return self.intrinsic("fabs", x)
