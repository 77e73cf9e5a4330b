"""Run-time numbers: from compile-time ones, from one type to another, and NumPy's promotion."""
from __future__ import annotations

import operator
from typing import Any

import numpy as np

from ..values.dtypes import F32, F64, I1, I64, RANK, const_type, is_num, literal
from ..values.services import Interpreter
from ..values.sizes import Length, Size
from ..values.values import ARRAYS, SHAPE_OF_DATA, Masked, Poison, Scalar, describe, type_of

PYTHON = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "//": operator.floordiv,
    "%": operator.mod,
    "@": operator.matmul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
}
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}


def scalar(it: Interpreter, v: Any, ty: str | None = None) -> Scalar:
    """A staged or compile-time number as a Scalar of type ty."""
    if isinstance(v, Scalar):
        return v if ty is None or v.ty == ty else cast(it, v, ty)
    if isinstance(v, ARRAYS) and v.shape == ():
        return scalar(it, it.element(v, ()), ty)
    if isinstance(v, np.ndarray) and v.shape == ():
        v = v.item()
    if is_num(v):
        return number(it, v, ty or const_type(v))
    if isinstance(v, Size):
        return scalar(it, length(v) if isinstance(v, Length) else Scalar(I64, str(v)), ty)
    if isinstance(v, Poison):
        raise it.error(v.why)
    if isinstance(v, Masked):
        raise it.error(*SHAPE_OF_DATA)
    raise it.error(f"a number is needed here, not {describe(v)}")


def length(n: Any) -> Any:
    """The length of an axis as the language has it: that of a slice with run-time bounds is a run-time number."""
    return Scalar(I64, str(n), (0, n.most)) if isinstance(n, Length) else n


def number(it: Interpreter, v: Any, t: str) -> Scalar:
    """A compile-time number as a Scalar."""
    if t == I64 and isinstance(v, (float, np.floating)):
        raise it.error(f"the float {v} where an integer is needed")
    if t == I64 and not -(2**63) <= int(v) < 2**63:
        raise it.error("this integer does not fit in 64 bits")
    return Scalar(t, literal(v, t), (int(v), int(v)) if t in (I64, I1) else None, 0)


def cast(it: Interpreter, s: Scalar, ty: str) -> Scalar:
    """s in another type: floats to integers towards zero, anything to a boolean by != 0."""
    if s.ty == ty:
        return s
    b = it.b
    ref, rng = s.ref, None
    if ty == I1:
        ref = b.emit(f"fcmp une {s.ty} {s.ref}, 0.0") if s.ty in (F64, F32) else b.emit(f"icmp ne i64 {s.ref}, 0")
        rng = (0, 1)
    elif ty == I64:
        if s.ty == I1:
            ref, rng = b.emit(f"zext i1 {s.ref} to i64"), (0, 1)
        else:
            ref = b.call(I64, f"llvm.fptosi.sat.i64.{'f64' if s.ty == F64 else 'f32'}", [(s.ty, s.ref)])
    elif s.ty in (I64, I1):
        ref = b.emit(f"{'sitofp' if s.ty == I64 else 'uitofp'} {s.ty} {s.ref} to {ty}")
    else:
        ref = b.emit(f"{'fpext' if ty == F64 else 'fptrunc'} {s.ty} {s.ref} to {ty}")
    return Scalar(ty, ref, rng, s.level)


def common_type(*values: Any) -> str:
    """NumPy's promotion; compile-time numbers of Python's are weak, NumPy's are not."""
    strong = [type_of(v) for v in values if not is_num(v) or isinstance(v, np.generic)]
    weak = [const_type(v) for v in values if is_num(v) and not isinstance(v, np.generic)]
    t = max(strong, key=RANK.__getitem__, default=I1)
    if F32 in strong and I64 in strong:
        t = F64
    w = max(weak, key=RANK.__getitem__, default=I1)
    if t == F32 and w == F64:
        return F32
    return max((t, w), key=RANK.__getitem__)
