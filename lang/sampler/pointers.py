"""Native code that sampler code calls: the log density and the random bit generator, as values inside the language."""
from __future__ import annotations

from ..arrays.parts.writing import READ_ONLY
from ..arrays.storage import force
from ..values.dtypes import F64, I64
from ..values.services import Interpreter
from ..values.sizes import row_major
from ..values.values import Scalar, Value, View


class DensityValue:
    """A log density in the language: called with a point and the array for its gradient. `refs` are its function, data, arena and counters."""

    def __init__(self, refs: list[str]):
        self.refs = refs

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Value]) -> Scalar:
        point, gradient = args
        view = contiguous(it, gradient)
        if view.buf.readonly:
            raise it.error(READ_ONLY)
        it.before_write(view.buf, view)
        slot = it.b.alloca(F64, 1)
        function, *rest = self.refs
        given = ", ".join(f"ptr {ref}" for ref in (start(it, point), start(it, view), slot, *rest))
        it.b.emit(f"call i64 {function}({given})")
        return Scalar(F64, it.b.load(F64, slot))


class GeneratorValue:
    """A bit generator in the language. `refs` are its functions of a float and of an integer, and its state."""

    def __init__(self, refs: list[str]):
        self.refs = refs

    @property
    def uniform(self) -> Uniform:
        """A float in [0, 1)."""
        return Uniform(self)

    @property
    def bits(self) -> Bits:
        """An integer of 63 random bits."""
        return Bits(self)


class Uniform:
    """`generator.uniform`, about to be called."""

    def __init__(self, generator: GeneratorValue):
        self.generator = generator

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Value]) -> Scalar:
        double, _, state = self.generator.refs
        return Scalar(F64, it.b.emit(f"call double {double}(ptr {state})"))


class Bits:
    """`generator.bits`, about to be called."""

    def __init__(self, generator: GeneratorValue):
        self.generator = generator

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Value]) -> Scalar:
        _, integer, state = self.generator.refs
        word = it.b.emit(f"call i64 {integer}(ptr {state})")
        return Scalar(I64, it.b.emit(f"lshr i64 {word}, 1"), (0, 2**63 - 1))


POINTERS = (DensityValue, GeneratorValue)


def start(it: Interpreter, array: Value) -> str:
    """Address of the first element of a contiguous array."""
    view = contiguous(it, array)
    return it.b.address(view, (0,) * len(view.shape))


def contiguous(it: Interpreter, value: Value) -> View:
    """The array in memory, one dense piece in row-major order."""
    view = force(it, value)
    if not isinstance(view, View) or view.strides != row_major(view.shape):
        raise it.error("only a contiguous array may be passed here")
    return view
