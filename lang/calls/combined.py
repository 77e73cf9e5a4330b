"""Functions that are other functions put together."""
from __future__ import annotations

from ..arrays.making import lift, shape_of
from ..values.services import Interpreter
from ..values.sizes import Size, is_dim
from ..values.values import Operand, Value, View, describe
from .family import Family
from .shaping import diagonal

public = Family()


@public(methods=("trace",))
def trace_method(it: Interpreter, a: Value) -> Operand:
    """sum of the diagonal of a matrix"""
    return it.reduce("sum", diagonal(it, a))


@public("numpy.ptp")
def ptp(it: Interpreter, a: Value) -> Operand:
    """largest less smallest element"""
    return it.operate("-", it.reduce("max", a), it.reduce("min", a))


@public("numpy.select")
def select(it: Interpreter, condlist: list[Value], choicelist: list[Value], default: Value = 0) -> Value:
    """elements of the first choice whose condition holds, else the default"""
    if len(condlist) != len(choicelist):
        raise it.error(f"{len(condlist)} conditions and {len(choicelist)} choices")
    chosen = default
    for condition, choice in reversed(list(zip(condlist, choicelist, strict=True))):
        chosen = it.operate_on("where", condition, choice, chosen)
    return chosen


@public("numpy.kron")
def kron(it: Interpreter, a: Value, b: Value) -> View:
    """Kronecker product of two vectors or of two matrices"""
    left, right = lift(it, a), lift(it, b)
    shape, other = shape_of(it, left), shape_of(it, right)
    if len(shape) != len(other) or len(shape) not in (1, 2):
        raise it.error(f"`kron` takes two vectors or two matrices, not {describe(left)} and {describe(right)}")
    outer, inner = (slice(None), None) * len(shape), (None, slice(None)) * len(shape)
    pairs = it.operate("*", it.index(left, outer), it.index(right, inner))
    return it.reshape(pairs, tuple(n * m for n, m in zip(shape, other, strict=True)))                 # type: ignore[operator]  # known lengths


@public("numpy.linalg.matrix_power")
def matrix_power(it: Interpreter, a: Value, n: int) -> Value:
    """a matrix times itself, n ≥ 1 factors"""
    if not is_dim(n) or isinstance(n, Size) or n < 1:
        raise it.error("`matrix_power` takes a whole number ≥ 1 that is known at compile time", "np.eye(n) is the power 0, np.linalg.inv(a) the power -1")
    power: Value = lift(it, a)
    for bit in bin(n)[3:]:                          # after the first factor: square for each bit, one factor more where it is set
        power = it.operate("@", power, power)
        if bit == "1":
            power = it.operate("@", power, a)
    return it.operate("*", power, 1.0) if n == 1 else power
