"""Native code that sampler code calls: the log density and the random bit generator, as values inside the language."""
from __future__ import annotations

from typing import Any

from ..arrays.storage import force
from ..arrays.writing import READ_ONLY
from ..values.dtypes import F64, I64
from ..values.services import Interpreter
from ..values.sizes import row_major
from ..values.values import Scalar, View


class DensityValue:
    """A log density in the language: called with a point and the array for its gradient."""

    def __init__(self, refs: list[str]):
        self.refs = refs

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], kw: dict[str, Any]) -> Scalar:
        z, g = args
        gw: Any = force(it, g)
        if gw.buf.readonly:
            raise it.error(READ_ONLY)
        it.before_write(gw.buf, gw)
        slot = it.b.alloca(F64, 1)
        f, data, arena, counters = self.refs
        it.b.emit(f"call i64 {f}(ptr {start(it, z)}, ptr {start(it, gw)}, ptr {slot}, ptr {data}, ptr {arena}, ptr {counters})")
        return Scalar(F64, it.b.load(F64, slot))


class GeneratorValue:
    """A bit generator in the language."""

    def __init__(self, refs: list[str]):
        self.refs = refs

    @property
    def uniform(self) -> Any:
        """A float in [0, 1)."""
        return Draw(self, "uniform")

    @property
    def bits(self) -> Any:
        """An integer of 63 random bits."""
        return Draw(self, "bits")


class Draw:
    """A method of a bit generator that is about to be called."""

    def __init__(self, rng: GeneratorValue, kind: str):
        self.rng, self.kind = rng, kind

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], kw: dict[str, Any]) -> Scalar:
        double, integer, state = self.rng.refs
        if self.kind == "uniform":
            return Scalar(F64, it.b.emit(f"call double {double}(ptr {state})"))
        return Scalar(I64, it.b.emit(f"lshr i64 {it.b.emit(f'call i64 {integer}(ptr {state})')}, 1"), (0, 2**63 - 1))


POINTERS = (DensityValue, GeneratorValue)


def start(it: Interpreter, v: Any) -> str:
    """Address of the first element of a contiguous array."""
    w = force(it, v)
    if not isinstance(w, View) or w.strides != row_major(w.shape):
        raise it.error("only a contiguous array may be passed here")
    return it.b.address(w, (0,) * len(w.shape))
