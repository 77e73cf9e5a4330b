"""What a check knows at a place of the program: names in scope, functions, block, the function and loops around it, and the errors found so far."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ..errors import StanError
from ..nodes import Declared, FunctionDef, Old, Param
from ..source import Span
from ..types import Type

# what is declared there, arguments of functions too, may depend on parameters
MAY_DEPEND = ("parameters", "transformed parameters", "model", "functions", "generated quantities")


@dataclass(slots=True)
class Variable:
    """A variable in scope. `origin`: the block that it belongs to, or for an argument of a function, `"data"` where it is marked so and `"functions"`
    where not. `fixed`: why nothing is assigned to it, empty where that is allowed. `whole`: declared in a block and not inside of one."""

    type: Type
    origin: str
    span: Span
    node: Declared | Param | None
    fixed: str = ""
    whole: bool = False

    @property
    def data(self) -> bool:
        """Does it never depend on a parameter? Whole numbers do not: no derivative passes through them."""
        return discrete(self.type) or self.origin not in MAY_DEPEND


def discrete(t: Type) -> bool:
    """Whole numbers only."""
    return all(map(discrete, t.parts)) if t.base == "tuple" else t.base == "int"


class Scope:
    """Variables by name, with those of the scopes around."""

    def __init__(self, outer: Scope | None = None):
        self.outer, self.variables = outer, dict[str, Variable]()

    def find(self, name: str) -> Variable | None:
        """The variable of a name; None where there is none."""
        found = self.variables.get(name)
        return found or (self.outer and self.outer.find(name))

    def names(self) -> Iterator[str]:
        """All names, innermost first."""
        yield from reversed(self.variables)
        if self.outer:
            yield from self.outer.names()


@dataclass(slots=True)
class Problems:
    """The errors of a program. What is said of one line, or of a name that is not there, is said once."""

    found: list[StanError] = field(default_factory=list[StanError])

    @contextmanager
    def collected(self) -> Iterator[None]:
        """Keeps the error that what stands inside raises, so that the check goes on behind it."""
        try:
            yield
        except StanError as error:
            if not any(same(error, other) for other in self.found):
                self.found.append(error)


def same(one: StanError, other: StanError) -> bool:
    """Is it the same error, or the same name that is missed?"""
    return one.message == other.message and (one.position == other.position or one.message.endswith("is not declared") or one.message.startswith("no "))


@dataclass(slots=True)
class Context:
    """Where the check is. `block`: the block's name. `old`: forms of earlier versions that were met. `sizes`: in the type of a declaration that is whole."""

    block: str
    scope: Scope
    functions: dict[str, list[FunctionDef]]
    problems: Problems
    old: list[Old]
    function: FunctionDef | None = None
    loops: int = 0
    sizes: bool = False

    def inside(self, *, loop: bool = False) -> Context:
        """The context of a scope inside of this."""
        return replace(self, scope=Scope(self.scope), loops=self.loops + loop)

    def in_function(self, *suffixes: str) -> bool:
        """Is this in the body of a function whose name ends so?"""
        return self.function is not None and self.function.name.endswith(suffixes)
