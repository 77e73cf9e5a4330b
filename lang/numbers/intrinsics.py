"""Mathematical functions of run-time numbers that are calls of one symbol."""
from __future__ import annotations

from collections.abc import Sequence

from ..library.functions import UFUNCS
from ..values.builder import PLAIN
from ..values.dtypes import F32, F64
from ..values.scalar import Number
from ..values.services import Interpreter
from ..values.values import Scalar
from .scalars import cast, common_type, scalar


def mathematical(it: Interpreter, name: str, args: Sequence[Number]) -> Scalar:
    """The function `name` of UFUNCS as a call of its symbol; integers become floats."""
    u = UFUNCS[name]
    t = common_type(*args)
    t = t if t in (F64, F32) and u.symbol.startswith("llvm.") else F64
    xs = [scalar(it, a, t) for a in args]
    symbol = f"{u.symbol}.{suffix(t)}" if u.symbol.startswith("llvm.") else u.symbol
    r = Scalar(t, it.b.call(t, symbol, [(t, x.ref) for x in xs], PLAIN), None, max(x.level for x in xs))
    return cast(it, r, F32) if common_type(*args) == F32 else r


def float_power(it: Interpreter, x: Scalar, y: Scalar, t: str) -> Scalar:
    """x ** y of two floats."""
    return Scalar(t, it.b.call(t, f"llvm.pow.{suffix(t)}", [(t, x.ref), (t, y.ref)], PLAIN), None, max(x.level, y.level))


def suffix(t: str) -> str:
    """The ending of an LLVM intrinsic for a float type."""
    return "f64" if t == F64 else "f32"
