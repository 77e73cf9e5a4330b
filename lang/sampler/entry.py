"""The entry of sampler code: from a function and the kinds of its arguments to the text of a module."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...ir.collector import paused
from ..calls.inlining import inline_function
from ..numbers import scalars
from ..stager import Stager
from ..values.builder import HEADER, view_of
from ..values.dtypes import I64, TYPES
from ..values.facts import Facts
from ..values.sizes import product
from ..values.values import Buffer, Scalar, Value, rebuild, record_members
from .kinds import ArrayKind, DensityKind, GeneratorKind, NumberKind
from .outline import Outliner
from .outline_text import function_text
from .pointers import DensityValue, GeneratorValue

MOST = 2**40                                    # a whole number that is passed is a count: of draws, of steps, of rows


@paused()
def compile_entry(f: Callable[..., Any], args: tuple[Any, ...], name: str = "run") -> str:
    """The module of sampler code whose entry is f. `args` hold kinds in records, everything else is known at compile time. The entry is
    `i64 @name(i64 %n, …members in order…)`: pointers for arrays, values for numbers, four pointers for a density, three for a generator; it
    returns f's integer result (0 for None)."""
    outliner, facts = Outliner(), Facts()
    it = result = entry = None
    for _ in facts.passes():
        outliner.reset()
        it, entry = Stager(None, facts, outliner), Entry()
        result = inline_function(it, f, [entry.argument(arg) for arg in args], {}, None)
    assert it is not None and entry is not None, "there is always a pass"
    it.b.do(f"ret i64 {scalars.scalar(it, 0 if result is None else result, I64).ref}")
    text = function_text("i64", name, ["i64 %n", *entry.parameters], it.b)
    declared = outliner.declared | it.b.declared
    declarations = [f"declare {signature} {attributes}".rstrip() for signature, attributes in sorted(declared.items())]
    return "\n".join([*outliner.constants, text, *outliner.texts, *declarations, HEADER, ""])


class Entry:
    """The parameters of the entry, in the order in which its arguments are met."""

    def __init__(self) -> None:
        self.parameters: list[str] = []

    def new(self, type_: str) -> str:
        """A new parameter of this type; gives its name."""
        name = f"%q{len(self.parameters)}"
        self.parameters.append(f"{type_} {name}")
        return name

    def argument(self, kind: Value) -> Value:
        """The staged value of an argument of this kind."""
        match kind:
            case ArrayKind():
                return self.array(kind)
            case NumberKind():
                dtype = TYPES[kind.dtype]
                return Scalar(dtype, self.new(dtype), (0, MOST) if dtype == I64 else None)
            case DensityKind():
                return DensityValue([self.new("ptr") for _ in range(4)])
            case GeneratorKind():
                return GeneratorValue([self.new("ptr") for _ in range(3)])
        members = record_members(kind)
        return rebuild(kind, [self.argument(member) for member in members]) if members is not None else kind

    def array(self, kind: ArrayKind) -> Value:
        """Nothing else gets to an array of the entry, volatile words excepted."""
        buf = Buffer(self.new("ptr" if kind.volatile else "ptr noalias"), TYPES[kind.dtype], product(kind.shape))
        buf.serial, buf.volatile = -1, kind.volatile
        return view_of(buf, kind.shape)
