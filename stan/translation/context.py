"""A program and its functions while they are translated. Handlers of nodes take a `Body`, ask it for the Python of the nodes below theirs, and stand
in the tables that `module.py` puts together: so no file needs another that needs it."""
from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from ..nodes import Assign, Call, Declared, Expr, FunctionDef, Index, Name, Node, Program, Say, TupleItem, TupleLiteral
from ..source import Span
from ..types import VOID, Type
from ..walk import inside, nodes_of
from .names import RESERVED, python_name
from .pairs import together
from .templates import Place, fill

Expressions: TypeAlias = dict[type[Node], Callable[["Body", Any], ast.expr]]
Statements: TypeAlias = dict[type[Node], Callable[["Body", Any], list[ast.stmt]]]
Key: TypeAlias = tuple[str, tuple[Type, ...]]


class Unit:
    """A program: how its functions are called in Python, and the handlers of nodes."""

    def __init__(self, program: Program, expressions: Expressions, statements: Statements):
        self.program, self.expressions, self.statements = program, expressions, statements
        self.functions = function_names(program)
        self.reserved = RESERVED | set(self.functions.values())
        self.reads_target = any(isinstance(node, Call) and node.name == "target" for node in walk(program))

    def function(self, definition: FunctionDef) -> str:
        """The Python name of a function, its forward declaration too."""
        return self.functions[key(definition)]

    def python(self, name: str) -> str:
        """The Python name of a variable."""
        return python_name(name, self.reserved)


class Body:
    """One Python function on its way. `kind` is the block it is made of, or "functions"."""

    def __init__(self, unit: Unit, span: Span, kind: str, nodes: list[Node]):
        self.unit, self.source, self.kind = unit, span.source, kind
        self.depth = 0                                  # loops and branches around
        self.depths: dict[str, int] = {}                # of the declaration of each name
        self.starts: dict[str, int] = {}                # the least value of the variables of the loops around, where it is written
        self.sites: set[str] = set()
        self.done: set[int] = set()                     # statements that other places of the program have taken in
        self.written = written(nodes)
        self.rejects = any(isinstance(part, Say) and part.rejects for node in nodes for part in walk(node))
        self.given_whole: set[int] = set()              # declarations that need no value, since the next statement gives it
        self.result = VOID                              # of a function: the type that it returns
        self.last = self.of_span(span)

    # -- places
    def place(self, at: Node | Span) -> Place:
        """The place of a node; in another file it is that of the last node in this one."""
        span = at if isinstance(at, Span) else at.span
        if span.source is self.source:
            self.last = self.of_span(span)
        return self.last

    def of_span(self, span: Span) -> Place:
        (line, column), (end_line, end_column) = self.source.line_column(span.start), self.source.line_column(span.end)
        return Place(line, column, end_line, end_column)

    # -- nodes below
    def expr(self, node: Expr) -> ast.expr:
        """The Python of an expression."""
        return self.unit.expressions[type(node)](self, node)

    def fill(self, template: str, at: Node | Span, *parts: ast.expr) -> ast.expr:
        """A template at the place of a node."""
        return fill(template, self.place(at), *parts)

    def run(self, nodes: Iterable[Node]) -> list[ast.stmt]:
        """The Python of statements that follow each other."""
        return together([made for node in nodes if id(node) not in self.done for made in self.unit.statements[type(node)](self, node)])

    def nested(self, nodes: Iterable[Node], at: Node) -> list[ast.stmt]:
        """The same in a loop or a branch, which is never empty."""
        self.depth += 1
        made = self.run(nodes)
        self.depth -= 1
        return made or [ast.Pass(**self.place(at)._asdict())]

    # -- names
    def python(self, name: str) -> str:
        """The Python name of a variable."""
        return self.unit.python(name)

    def site(self, base: str, span: Span, plain: bool = False) -> str:
        """A name for a site, not given yet: the base alone where that may be, else with the line."""
        name = base if plain and base not in self.sites else f"{base}_L{span.line}"
        while name in self.sites:
            name += "_"
        self.sites.add(name)
        return name


# -- what there is in a tree
def walk(node: object) -> Iterator[Node]:
    """A node, or those of a list, and all below, in the order of the program."""
    for part in nodes_of(node):
        yield from inside(part)


def read(node: object) -> set[str]:
    """All variables that a piece of the program names."""
    return {part.id for part in walk(node) if isinstance(part, Name)}


def root(target: Expr) -> str:
    """The variable whose part an expression is; empty where it is no part of one."""
    while isinstance(target, (Index, TupleItem)):
        target = target.base
    return target.id if isinstance(target, Name) else ""


def targets(target: Expr) -> Iterator[Expr]:
    """What one assignment stores to."""
    if isinstance(target, TupleLiteral):
        for member in target.items:
            yield from targets(member)
    else:
        yield target


def written(nodes: Iterable[Node]) -> set[str]:
    """Variables that are assigned more often than once, or in part: their arrays may be written in place."""
    whole: set[str] = set()
    found: set[str] = set()
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Assign):
                for target in targets(part.target):
                    known = root(target)
                    if not isinstance(target, Name) or part.op != "=" or known in whole:
                        found.add(known)
                    whole.add(known)
            elif isinstance(part, Declared) and part.value is not None:
                whole.add(part.name)
    return found


def key(definition: FunctionDef) -> Key:
    """What tells overloads apart."""
    return definition.name, definition.types


def function_names(program: Program) -> dict[Key, str]:
    """Python names of the functions: overloads are `f`, `f_2`, …"""
    found: dict[Key, str] = {}
    counts: dict[str, int] = {}
    for definition in program.functions:
        if key(definition) not in found:
            counts[definition.name] = n = counts.get(definition.name, 0) + 1
            found[key(definition)] = python_name(definition.name if n == 1 else f"{definition.name}_{n}", {*RESERVED, *found.values()})
    return found

