"""Comparison of run-time numbers, and the choice between two of them. Intervals decide a comparison of integers where they can."""
from __future__ import annotations

from typing import Any

from ..values.dtypes import F32, F64, I1, I64
from ..values.services import Interpreter
from ..values.values import Scalar
from .scalars import cast, common_type, scalar

FCMP = {"<": "olt", "<=": "ole", ">": "ogt", ">=": "oge", "==": "oeq", "!=": "une"}
ICMP = {"<": "slt", "<=": "sle", ">": "sgt", ">=": "sge", "==": "eq", "!=": "ne"}


def compare(it: Interpreter, op: str, a: Any, b: Any) -> Any:
    """a op b: a boolean, or True or False where the intervals of integers decide it."""
    t = common_type(a, b)
    x, y = scalar(it, a, t), scalar(it, b, t)
    level = max(x.level, y.level)
    if t in (F64, F32):
        return Scalar(I1, it.b.emit(f"fcmp {FCMP[op]} {t} {x.ref}, {y.ref}"), (0, 1), level)
    if x.rng and y.rng:
        (a0, a1), (b0, b1) = x.rng, y.rng
        known = {
            "<": (a1 < b0, a0 >= b1),
            "<=": (a1 <= b0, a0 > b1),
            ">": (a0 > b1, a1 <= b0),
            ">=": (a0 >= b1, a1 < b0),
            "==": (a0 == a1 == b0 == b1, a1 < b0 or b1 < a0),
            "!=": (a1 < b0 or b1 < a0, a0 == a1 == b0 == b1),
        }[op]
        if known[0]:
            return True
        if known[1]:
            return False
    predicate = ICMP[op] if t == I64 else ICMP[op].replace("s", "u")
    return Scalar(I1, it.b.emit(f"icmp {predicate} {t} {x.ref}, {y.ref}"), (0, 1), level)


def select(it: Interpreter, c: Any, a: Any, b: Any) -> Any:
    """a where c holds, else b; both are computed."""
    if not isinstance(c, Scalar):
        return a if c else b
    if c.ty != I1:
        c = cast(it, c, I1)
    t = common_type(a, b)
    x, y = scalar(it, a, t), scalar(it, b, t)
    rng = (min(x.rng[0], y.rng[0]), max(x.rng[1], y.rng[1])) if x.rng and y.rng else None
    nsz = "nsz " if t in (F64, F32) else ""
    return Scalar(t, it.b.emit(f"select {nsz}i1 {c.ref}, {t} {x.ref}, {t} {y.ref}"), rng, max(c.level, x.level, y.level))
