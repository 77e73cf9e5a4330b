"""The entry of sampler code: kinds of its arguments, and the module that it becomes."""
from __future__ import annotations

from typing import Any, NamedTuple

from ...ir.collector import paused
from ..calls.calls import inline_function
from ..numbers import scalars
from ..values.builder import HEADER, view_of
from ..values.dtypes import I64, TYPES
from ..values.facts import Facts
from ..values.sizes import Size, product
from ..values.values import Buffer, Scalar, rebuild, record_members
from .outline import Outliner, module_stager
from .outline_text import function_text
from .pointers import DensityValue, GeneratorValue

DIM = Size(1, 0)                                # the run-time dimension in a shape


class Rows(NamedTuple):
    """An array argument; DIM may stand in the shape. `volatile` words are read and written each time (shared with another thread)."""

    shape: tuple[Any, ...]
    dtype: str = "f8"
    volatile: bool = False


class Number(NamedTuple):
    """A number passed by value: 'f8' or 'i8'."""

    dtype: str = "f8"


class Density:
    """Native log density: four pointers (function, data, arena, counters) whose signature `ad/logdensity.py` has; `density(z, grad)` gives the value."""


class Generator:
    """A NumPy bit generator: three pointers (next_double, next_uint64, state); `.uniform()` in [0, 1) and `.bits()`, 63 random bits."""


@paused()
def compile_entry(f: Any, args: tuple[Any, ...], name: str = "run") -> str:
    """The module of sampler code whose entry is f. `args` hold Rows, Number, Density() and Generator() in records, everything else is known at
    compile time. The entry is `i64 @name(i64 %n, …leaves in order…)`: pointers for arrays, values for numbers, four pointers for a density,
    three for a generator; it returns f's integer result (0 for None)."""
    outliner, facts, r = Outliner(), Facts(), None
    it, params = module_stager(outliner, facts), []
    for _ in facts.passes():
        outliner.reset()
        it, params = module_stager(outliner, facts), []
        r = inline_function(it, f, [entry_argument(a, params) for a in args], {}, None)
    it.b.do(f"ret i64 {scalars.scalar(it, 0 if r is None else r, I64).ref}")
    text = function_text("i64", name, ["i64 %n", *params], it.b)
    declared = outliner.declared | it.b.declared
    return "\n".join([*outliner.constants, text, *outliner.texts, *(f"declare {s} {a}".rstrip() for s, a in sorted(declared.items())), HEADER, ""])


def entry_argument(a: Any, params: list[str]) -> Any:
    """The staged value of an argument; its parameters are appended to `params`."""
    def new(ty: str) -> str:
        params.append(f"{ty} %q{len(params)}")
        return f"%q{len(params) - 1}"
    match a:
        case Rows():
            b = Buffer(new("ptr noalias" if not a.volatile else "ptr"), TYPES[a.dtype], product(a.shape))
            b.serial, b.volatile = -1, a.volatile
            return view_of(b, a.shape)
        case Number():
            return Scalar(TYPES[a.dtype], new(TYPES[a.dtype]), (0, 2**40) if a.dtype == "i8" else None)
        case Density():
            return DensityValue([new("ptr") for _ in range(4)])
        case Generator():
            return GeneratorValue([new("ptr") for _ in range(3)])
    members = record_members(a)
    return rebuild(a, [entry_argument(x, params) for x in members]) if members is not None else a
