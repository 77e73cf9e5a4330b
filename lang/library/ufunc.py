"""The record of a scalar function: all that is known of it but its derivative, which is a line of `ad/rules/partials.py`.

    Ufunc("exp", "e^x", ("numpy.exp", "math.exp"), symbol="llvm.exp")                    # a call of that symbol
    written(ndtr, "scipy.special.ndtr", cost=30, domains=((-37.5, 9.0),))                # written in the language: a call of `@llb.ndtr`
    composed(entr, "scipy.special.entr", domains=((0.1, 9.0),))                          # an expression of others
"""
from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from ..values.services import Interpreter
    from ..values.values import Value

Numbers: TypeAlias = "float | npt.NDArray[Any]"
Type = Literal["float", "same", "truth", "choice"]
Domains: TypeAlias = tuple[tuple[float, float] | range, ...]


@dataclass(eq=False, repr=False)
class Ufunc:
    """A function of numbers, element by element on arrays. In CPython a call is one of its twin, without warnings: log(-1) is nan. Staged it
    is an operation of run-time numbers. A row says one of `symbol`, `operator` and `body`; without any, `numbers/elementwise.CUSTOM` stages it.
    """

    name: str
    doc: str                                                # one line for the language page; that of a body is its docstring's first
    names: tuple[str, ...] = ()                             # dotted public names by which it is recognised
    arity: int = 1
    symbol: str = ""                                        # an LLVM intrinsic (without `.f64`) or a C name; its derivative goes by this name
    operator: str = ""                                      # Python's operator that it is
    body: Callable[..., Numbers] | None = None              # the function in the language, of plain floats; without a symbol it is staged in place
    cost: int = 20                                          # in additions
    result: Type = "float"                                  # type: a float, that of the operands, a boolean, that of all operands but the first
    twin: Callable[..., Numbers] | None = None              # in CPython, on numbers and arrays; by default the first of `names`, else the body
    domains: Domains = ()                                   # for each operand: where tests try it; a range has whole numbers. By default the rule's
    exact: Callable[..., Any] | None = None                 # (mpmath, operands) -> value; by default mpmath's function of this name
    within: tuple[float, float] = (1e-13, 0.0)              # on its domains the body has this relative error, or near a zero this absolute one
    every: int = 1                                          # tests take every so manyth of their points, where mpmath is slow
    edges: Mapping[tuple[float, ...], float] = field(default_factory=dict[tuple[float, ...], float])      # operands -> value

    @property
    def called(self) -> bool:
        """Is it a call of its body, `@llb.NAME`?"""
        return self.body is not None and self.symbol != ""

    @property
    def composed(self) -> bool:
        """Is it an expression of others, staged in place?"""
        return self.body is not None and not self.symbol

    def __call__(self, *operands: Numbers | np.bool_) -> Numbers:
        with np.errstate(all="ignore"):
            return self.in_cpython(*operands)

    @functools.cached_property
    def in_cpython(self) -> Callable[..., Numbers]:
        """The twin; what SciPy has is imported when it is first needed."""
        if self.twin is not None:
            return self.twin
        for module, _, attribute in (name.rpartition(".") for name in self.names):
            if module in ("numpy", "scipy.special"):
                return getattr(importlib.import_module(module), attribute)
        assert self.body is not None, f"`{self.name}` has no body, and neither NumPy nor SciPy has it: its row says no `twin`"
        return one_by_one(self.body)

    def __llbayes_stage__(self, it: Interpreter, operands: list[Value], keywords: dict[str, Value]) -> Value:
        from ..values.values import holds_run_time
        if keywords or len(operands) != self.arity:
            raise it.error(f"`{self.name}` takes {self.arity} operands, by position")
        return it.operate_on(self.name, *operands) if holds_run_time(operands) else self(*operands)      # type: ignore[arg-type]


def written(body: Callable[..., Numbers], *names: str, **facts: Any) -> Ufunc:
    """The row of a function that is written in the language: named, counted and documented by its body."""
    name, doc = body.__name__, (body.__doc__ or "").strip().split("\n")[0]
    return Ufunc(name, doc, names, body.__code__.co_argcount, "llb." + name, body=body, **facts)


def composed(body: Callable[..., Numbers], *names: str, **facts: Any) -> Ufunc:
    """The row of a function that is an expression of others: staged in place of each call of floats, so its derivatives are those of what it is made of."""
    return replace(written(body, *names, **facts), symbol="")


def one_by_one(body: Callable[..., Numbers]) -> Callable[..., Numbers]:
    """A function of floats as one of arrays, in CPython."""
    each = np.vectorize(body, otypes=[float])
    return lambda *operands: each(*operands)[()]
