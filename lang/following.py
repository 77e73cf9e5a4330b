"""Staging that knows what the data are: what depends on data alone may be any Python, which is run while the function is staged.

Models are staged with the types of their data, so that one code serves many. Where that fails on something that data alone decide (`np.unique(group)`,
a length, a mask, the key of a dict), the function is staged once more by this interpreter. Beside what is staged it computes, expression by expression
and in CPython, the values that depend on data alone. Numbers and masks among them are known from then on, arrays stay run-time data, and an expression or
a statement that is not in the language is replaced by what Python makes of it. Code that was made so is for these data and no others (`Staged.known`).
"""
from __future__ import annotations

import ast
import copy
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from ..ir.errors import LlbayesError, SizeError
from ..ir.ours import is_ours
from .arrays.ownership import made, own
from .arrays.parts import indexing
from .calls.by_python import is_change, is_pythons
from .code_names import bound_names, free_names, function_of
from .known import Known
from .stager import Stager
from .values.facts import Facts
from .values.frame import lookup
from .values.scalar import DATA
from .values.services import Meaning
from .values.values import (
    MISSING,
    STAGED,
    Closure,
    Frame,
    Masked,
    Method,
    Operand,
    Poison,
    Region,
    RunRange,
    Scalar,
    Site,
    Value,
    View,
    Zip,
    assemble,
    holds_run_time,
    level_of,
    parts,
)

OWN_SCOPE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)     # taken whole: their names are theirs
OURS = (*STAGED, Poison, RunRange, Zip, Method)                                         # what Python can do nothing with
LEAVING = (ast.Return, ast.Yield, ast.YieldFrom, ast.Await, ast.Global, ast.Nonlocal)     # what only the function itself can do
KNOWN = (Scalar, Masked)                                                                # what is known at once when data decide it


class Unknown(Exception):
    """Something does not follow from data alone."""


class Seen(NamedTuple):
    """A staged value, which stays alive so that its identity stays its own; what it is in CPython; how many writes there were before, and where."""

    value: Value
    python: Any
    writes: int
    region: Region


class Following(Stager):
    """One pass that follows what data alone decide."""

    def __init__(self, known: Known, interpretation: Meaning | None, facts: Facts):
        super().__init__(interpretation, facts)
        self.known = known
        self.values: dict[int, Seen] = {}                                       # what staged values are, by identity
        self.found: dict[tuple[Frame, Site, int], Any] = {}                     # of an expression in a call; MISSING where data do not decide it

    def know(self, value: Value, python: Any) -> None:
        """An argument that is data."""
        if isinstance(value, STAGED):
            self.see(value, python)
        else:
            for member, own_value in zip(parts(value) or (), parts(python) or (), strict=False):
                self.know(member, own_value)

    def see(self, value: Value, python: Any) -> None:
        """What a staged value is in CPython."""
        self.values[id(value)] = Seen(value, unwritable(python), len(self.writes), self.region)

    # -- what the interpreter does otherwise
    def eval(self, node: ast.expr) -> Value:
        """The value of an expression; what data decide and the language lacks is left to Python."""
        frame = self.frame
        if is_ours(frame.src):
            return super().eval(node)
        if ("by Python", (frame.path, id(node))) in self.facts.notes and (python := self.attempt(frame, node)) is not MISSING:
            return self.taken(frame, node, python)
        try:
            value = super().eval(node)
        except SizeError:
            raise
        except LlbayesError:
            if not self.facts.dirty and self.attempt(frame, node) is not MISSING:
                self.facts.note("by Python", (frame.path, id(node)))
            raise
        if not isinstance(value, STAGED):
            return value
        if level_of(value) > DATA:
            self.found[frame, frame.path, id(node)] = MISSING
        python = self.attempt(frame, node)
        if python is MISSING:
            return value
        if isinstance(value, KNOWN):
            return self.taken(frame, node, python)
        self.see(value, python)
        return value

    def run(self, body: list[ast.stmt]) -> None:
        """Stage statements up to the first that leaves, or fails; one that is not in the language is left to Python where data decide all of it."""
        for node in body:
            if self.b.block is None or self.rejected:
                return
            frame = self.frame
            if ("by Python", (frame.path, id(node))) in self.facts.notes:
                self.take(frame, node, self.executed(frame, node))
                continue
            try:
                super().run([node])
            except SizeError:
                raise
            except LlbayesError:
                if not self.facts.dirty and not is_ours(frame.src) and self.can_be_left(frame, node):
                    self.facts.note("by Python", (frame.path, id(node)))
                raise

    def index(self, value: Value, key: Value) -> Operand | Masked:
        """value[key]. A mask that data decide is known; so is a number of theirs."""
        key = self.known_key(key)
        found = indexing.index(self, value, key)
        if not isinstance(found, Scalar) or holds_run_time(key) or (array := self.seen(value)) is None:
            return found
        return array[key].item()

    def known_key(self, key: Value) -> Value:
        """The key with masks that are known in their places."""
        if isinstance(key, tuple):
            return tuple(map(self.known_key, key))
        mask = self.seen(key)
        return mask if isinstance(mask, np.ndarray) and mask.dtype.kind == "b" else key

    # -- what Python makes of it
    def attempt(self, frame: Frame, node: ast.expr) -> Any:
        """The value of an expression in CPython; MISSING where it does not follow from data, or Python fails."""
        key = frame, frame.path, id(node)
        if key not in self.found:
            try:
                with np.errstate(all="ignore"):
                    self.found[key] = self.python(frame, node)
            except Exception:                                                   # Python may say anything; the error of the language stands
                self.found[key] = MISSING
        return self.found[key]

    def python(self, frame: Frame, node: ast.expr) -> Any:
        """Python's value of an expression. Unknown, or whatever Python raises."""
        if isinstance(node, ast.Name):
            return self.concrete(lookup(frame, node.id, self.facts.outside))
        names: dict[str, Any] = {}
        expression = self.on_names(frame, node, names)
        key = id(node), tuple(map(id, names.values()))
        if key not in self.known.results:
            code = compile(ast.fix_missing_locations(ast.Expression(expression)), frame.src, "eval")
            self.known.results[key] = kept(eval(code, names), names.values()), node, names
        return self.known.results[key][0]

    def on_names(self, frame: Frame, node: Any, names: dict[str, Any]) -> Any:
        """The expression with what has been evaluated inside replaced by names, which get these values."""
        if isinstance(node, OWN_SCOPE):
            names.update((name, self.concrete(lookup(frame, name, self.facts.outside))) for name in free_names(node))
            check_calls(node, names)
            return node
        again = copy.copy(node)
        for field, child in ast.iter_fields(node):
            if isinstance(child, list):
                setattr(again, field, [self.renamed(frame, member, names) for member in child])
            else:
                setattr(again, field, self.renamed(frame, child, names))
        if isinstance(node, ast.Call):
            self.check_repeatable(frame, node)
        return again

    def renamed(self, frame: Frame, child: Any, names: dict[str, Any]) -> Any:
        """A part of an expression: by a name for its value where it has one, else part by part."""
        if isinstance(child, ast.expr) and not isinstance(child, (*OWN_SCOPE, ast.Starred, ast.Slice, ast.FormattedValue)):
            value = self.attempt(frame, child)
            if value is MISSING:
                raise Unknown
            name = f"_{len(names)}_"
            names[name] = value
            return ast.Name(name, ast.Load())
        return self.on_names(frame, child, names) if isinstance(child, (ast.expr, ast.keyword, ast.comprehension)) else child

    def check_repeatable(self, frame: Frame, node: ast.Call) -> None:
        """Python may call what gives the same each time; what it calls is noted."""
        f = self.attempt(frame, node.func)
        if not is_pythons(f) or is_change(f):
            raise Unknown
        self.facts.outside.by_python(f, ())

    def concrete(self, value: Value) -> Any:
        """What Python has for a value. Unknown where data do not decide it."""
        if (python := self.seen(value)) is not None:
            return python
        if value is MISSING or isinstance(value, OURS):
            raise Unknown
        if isinstance(value, Closure):
            return self.function(value)
        if isinstance(value, (list, dict, set)) and id(value) in self.born and self.born[id(value)].region != self.region:
            raise Unknown                                                       # Python may change it, which on some paths alone nobody may
        members = parts(value)
        if members is None:
            return value
        inside = [self.concrete(member) for member in members]
        return value if all(one is other for one, other in zip(members, inside, strict=True)) else assemble(value, inside)

    def seen(self, value: Value) -> Any:
        """What a staged value is in CPython; None where data do not decide it, or an array may have been written since: also by a later line of a loop."""
        seen = self.values.get(id(value))
        if seen is not None and isinstance(value, View) and not value.buf.readonly:
            unchanged = seen.region == self.region and all(buf is not value.buf for buf, _ in self.writes[seen.writes:])
            return seen.python if unchanged else None
        return None if seen is None else seen.python

    def function(self, closure: Closure) -> Any:
        """A function that is defined in staged code, as one of Python's. Unknown for one that calls itself."""
        if closure.name in free_names(closure.node, bound=False):
            raise Unknown
        names = {name: self.concrete(lookup(closure.frame, name, self.facts.outside)) for name in free_names(closure.node)}
        if isinstance(closure.node, ast.Lambda):
            return eval(compile(ast.fix_missing_locations(ast.Expression(closure.node)), closure.frame.src, "eval"), names)
        exec(compile(ast.Module([closure.node], []), closure.frame.src, "exec"), names)
        return names[closure.name]

    def taken(self, frame: Frame, node: ast.AST, python: Any) -> Value:
        """What Python has made, as a value of the pass."""
        frame.node = node                                                       # type: ignore[assignment]  # a statement or an expression
        if isinstance(python, np.generic):
            return python.item()
        if isinstance(python, (list, dict, set)):
            return own(self, copy.copy(python))                                # it may grow here, and in the next pass
        return made(self, python)

    # -- statements
    def can_be_left(self, frame: Frame, node: ast.stmt) -> bool:
        """Can Python run this statement, on data alone?"""
        try:
            self.executed(frame, node)
        except Exception:                                                       # as above
            return False
        return True

    def executed(self, frame: Frame, node: ast.stmt) -> dict[str, Any]:
        """The names of the function after Python has run a statement. Unknown, or whatever Python raises."""
        if self.region or self.loop_stack or self.conditional() or any(isinstance(part, LEAVING) for part in ast.walk(node)):
            raise Unknown
        values = {name: lookup(frame, name, self.facts.outside) for name in free_names(node, bound=False)}
        names = {name: self.concrete(value) for name, value in values.items() if value is not MISSING}
        check_calls(node, names)
        with np.errstate(all="ignore"):
            exec(compile(ast.Module([node], []), frame.src, "exec"), names)
        return names

    def take(self, frame: Frame, node: ast.stmt, names: dict[str, Any]) -> None:
        """The names that a statement has bound."""
        for name in bound_names(node):
            if name in names:
                frame.env[name] = self.taken(frame, node, names[name])


def unwritable(python: Any) -> Any:
    """What a staged value is, for reading: code that writes to it is left to the language."""
    if isinstance(python, np.ndarray) and python.flags.writeable:
        python = python.view()
        python.flags.writeable = False
    return python


def kept(result: Any, given: Iterable[Any]) -> Any:
    """What Python has made, which is kept: a new array is not to be written by Python again."""
    if isinstance(result, np.ndarray) and result.base is None and all(result is not value for value in given):
        result.flags.writeable = False
    return result


def check_calls(node: ast.AST, names: dict[str, Any]) -> None:
    """Unknown where a function is called, by a name from around, that Python may not call."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and isinstance(part.func, (ast.Name, ast.Attribute)) and not is_pythons(function_of(part.func, names)):
            raise Unknown
