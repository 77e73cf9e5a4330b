"""Integer operations that change nothing but the sign of a float: fneg, fabs and copysign as compilers write them on its bits."""
from __future__ import annotations

from collections.abc import Mapping

from ....ir.records import Inst, Value

_SIGN = {"i64": 1 << 63, "i32": 1 << 31}


def is_sign(v: Value) -> bool:
    """The mask of the sign bit alone."""
    return _bits(v) == _SIGN.get(v.type)


def is_magnitude(v: Value) -> bool:
    """The mask of all but the sign bit."""
    return v.type in _SIGN and _bits(v) == _SIGN[v.type] - 1


def sign_pattern(i: Inst, defs: Mapping[str, Inst]) -> str | None:
    """`xor` with the sign: fneg; `and` without it: fabs; `or` with it: -fabs; `and` with it, which keeps the sign alone: sign; `or` of a magnitude and a
    sign: copysign."""
    if i.type not in _SIGN or i.op not in ("and", "or", "xor"):
        return None
    mask = i.args[1]
    if is_sign(mask):
        return {"xor": "fneg", "and": "sign", "or": "-fabs"}[i.op]
    if i.op == "and" and is_magnitude(mask):
        return "fabs"
    return "copysign" if i.op == "or" and {_half(a, defs) for a in i.args} == {"fabs", "sign"} else None


def _half(v: Value, defs: Mapping[str, Inst]) -> str | None:
    """Whether a value is a magnitude or a sign alone."""
    inst = defs.get(v.ref)
    if inst is None or inst.op != "and":
        return None
    return "fabs" if is_magnitude(inst.args[1]) else "sign" if is_sign(inst.args[1]) else None


def _bits(v: Value) -> int | None:
    """The literal as an unsigned number."""
    return int(v.ref) % (1 << int(v.type[1:])) if v.ref.lstrip("-").isdigit() else None
