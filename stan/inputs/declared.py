"""Data of a Stan program: what a user gives by name in, arrays and numbers of the declared types out; or one DataError with all problems, each at its
declaration.

Sizes, types and rows follow CmdStan: whole numbers alone for an `int`, one number for a number and `[3]` for a container of one, nothing at all, or `[]`,
for what has no elements (CmdStan user's guide, JSON format for CmdStan).
"""
from __future__ import annotations

import math
from collections.abc import Container, Mapping
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import DataError, located
from ...ir.words import offered
from .. import nodes
from ..source import Span
from ..written import text_of
from .constraints import broken, outside, shown
from .evaluation import Evaluation, Functions, Impossible, NotKnown
from .given import Numbers, Unfit, items, numbers

Shape = tuple[int, ...]
TUPLE = "tuple"


class Problem(NamedTuple):
    """What is wrong with a value, the place of the declaration that says so, and what to do."""

    message: str
    span: Span
    hint: str = ""


def convert(program: nodes.Program, given: Mapping[str, Any], functions: Functions | None = None, absent: Container[str] = ()) -> dict[str, Any]:
    """The data of a checked program, ready for `model.bind`: Python's numbers, arrays of int64 and float64, tuples, lists of tuples. Names that the program
    does not declare are ignored. `functions` gives the Python functions of those of the program's own that sizes use;
    those that are `absent` may be None. DataError lists all problems."""
    reading = Reading(given, functions, absent)
    for declared in program.declared("data"):
        reading.read(declared)
    if reading.problems:
        raise data_error(reading.problems)
    return reading.values


def data_error(problems: list[Problem]) -> DataError:
    """All problems in one error."""
    if len(problems) == 1:
        message, span, hint = problems[0]
        return DataError(message, span.position, hint)
    listed = (located(message, span.position, hint) for message, span, hint in problems)
    return DataError("\n".join([f"{len(problems)} problems with the data of `{problems[0].span.source.path}`:", *listed]))


class Reading:
    """Reads variables one after the other, since sizes and bounds may name earlier ones."""

    def __init__(self, given: Mapping[str, Any], functions: Functions | None = None, absent: Container[str] = ()):
        self.given, self.problems = given, list[Problem]()
        self.absent, self.values = absent, dict[str, Any]()
        self.value_of = Evaluation(self.values, functions)

    def read(self, declared: nodes.Declared) -> None:
        """Adds the value of one variable, or a problem. None stays None where it stands for what is to be predicted."""
        name, sized = declared.name, declared.sized
        if name in self.absent and name in self.given and self.given[name] is None:
            self.values[name] = None
            return
        try:
            self.values[name] = self.fitted(name, sized, self.given[name]) if name in self.given else self.nothing(declared)
        except Broken as error:
            self.problems.append(error.problem)
            if error.value is not None and (sized.word != "int" or np.all(error.value >= 0)):            # what uses it can be looked at too
                self.values[name] = error.value
        except Unfit as error:
            self.problems.append(Problem(error.message, declared.span, error.hint))
        except Impossible as error:
            self.problems.append(Problem(error.message, error.where.span))
        except NotKnown:
            if name not in self.given:
                self.problems.append(self.missing(declared))

    def nothing(self, declared: nodes.Declared) -> Any:
        """The value of what is not given: of something without elements that."""
        if (empty := self.empty(declared.sized)) is None:
            raise Broken(self.missing(declared))
        return empty

    def empty(self, sized: nodes.SizedType) -> Any:
        """The value of what has no elements; None where it has some."""
        if sized.word != TUPLE:
            shape = self.shape(sized)
            return np.zeros(shape, kind_of(sized)) if math.prod(shape) == 0 else None
        if sized.array:
            return [] if 0 in map(self.size, sized.array) else None
        parts = [self.empty(part) for part in sized.parts]
        return None if any(part is None for part in parts) else tuple(parts)

    def missing(self, declared: nodes.Declared) -> Problem:
        """Says that a variable is not given, and which name may mean it."""
        others = [name for name in self.given if name != declared.name]
        return Problem(f"`{declared.name}` is missing from the data", declared.span, offered(declared.name, others))

    # -- values
    def fitted(self, name: str, sized: nodes.SizedType, value: Any) -> Any:
        """The value of a variable, or of a part of one, as declared."""
        if sized.word == TUPLE:
            return self.tuples(name, sized, value, [self.size(size) for size in sized.array])
        if sized.word.startswith("complex"):
            raise Unfit(f"`{name}` is complex, which is not supported")
        return self.array(name, sized, numbers(name, value))

    def tuples(self, name: str, sized: nodes.SizedType, value: Any, sizes: list[int]) -> Any:
        """A tuple, or lists of lists of tuples."""
        if not sizes:
            parts = items(name, value, len(sized.parts))
            return tuple(self.fitted(f"{name}.{k}", part, given) for k, (part, given) in enumerate(zip(sized.parts, parts, strict=True), 1))
        if not isinstance(value, (list, tuple)) or len(value) != sizes[0]:
            found = f"has {len(value)}" if isinstance(value, (list, tuple)) else "is no list"
            raise Unfit(f"`{name}` {found}, and is declared as an array of {sizes[0]} tuples")
        return [self.tuples(f"{name}[{k}]", sized, one, sizes[1:]) for k, one in enumerate(value, 1)]

    def array(self, name: str, sized: nodes.SizedType, given: Numbers) -> Any:
        """A number or an array of numbers."""
        shape = self.shape(sized)
        if math.prod(shape) == 0 and given.values.size == 0 and not given.single:
            return np.zeros(shape, kind_of(sized))
        self.check_shape(name, sized, given, shape)
        if sized.word == "int" and not given.whole:
            raise Unfit(*not_whole(name, given.values))
        found = np.array(given.values, kind_of(sized), order="C")
        value = found.item() if found.ndim == 0 else found
        try:
            self.check_constraints(name, sized, found)
        except Broken as error:
            raise Broken(error.problem, value) from None
        return value

    def check_shape(self, name: str, sized: nodes.SizedType, given: Numbers, shape: Shape) -> None:
        """Unfit where there are other numbers of axes or elements than declared."""
        found = given.values.shape
        if found == shape:
            return
        if given.single:
            raise Unfit(f"`{name}` is one number, and is declared as {wanted(sized, shape)}", one_in_a_row(given.values, len(shape)))
        if not shape:
            hint = f"write `{given.values.item()}`, not `{given.values.tolist()}`" if given.values.size == 1 else ""
            raise Unfit(f"`{name}` has {in_words(found)}, and is declared as one number", hint)
        hint = "rows stand in rows: `[[1, 2, 3], [4, 5, 6]]` is 2 × 3" if found == shape[::-1] and len(shape) > 1 else ""
        raise Unfit(f"`{name}` has {in_words(found)}, and is declared with {wanted(sized, shape)}", hint)

    def check_constraints(self, name: str, sized: nodes.SizedType, found: np.ndarray) -> None:
        """Broken for values that the declared type does not have."""
        for word in ("lower", "upper"):
            if (bound := sized.constraints.get(word)) is not None:
                self.check_bound(name, found, word, bound)
        if problem := broken(sized.word, name, found):
            raise Broken(Problem(problem, sized.span))

    def check_bound(self, name: str, found: np.ndarray, word: str, bound: nodes.Expr) -> None:
        """Broken for values beyond a bound."""
        end = self.value_of(bound)
        try:
            problem = outside(name, found, end, word)
        except ValueError:
            problem = f"the {word} bound of `{name}` has {in_words(np.shape(end))}, and `{name}` {in_words(found.shape)}"
        if problem:
            raise Broken(Problem(problem, bound.span))

    # -- sizes
    def shape(self, sized: nodes.SizedType) -> Shape:
        """The shape of the array that holds such values."""
        return tuple(self.size(size) for size in sized.axes)

    def size(self, expr: nodes.Expr) -> int:
        """A size; Broken where it is negative."""
        size = int(self.value_of(expr))
        if size < 0:
            raise Broken(Problem(f"the size `{text_of(expr)}` is {size}, and sizes are not negative", expr.span))
        return size


class Broken(Exception):
    """A problem that has a place of its own; `value`: what was given, where it is of the declared type and shape."""

    def __init__(self, problem: Problem, value: Any = None):
        super().__init__(problem)
        self.problem, self.value = problem, value


def kind_of(sized: nodes.SizedType) -> type[Any]:
    """The type of numbers of such an array."""
    return np.int64 if sized.word == "int" else np.float64


# -- words
def in_words(shape: Shape) -> str:
    """`3 × 4 numbers`."""
    return f"{' × '.join(map(str, shape))} number{'s' * (shape != (1,))}" if shape else "one number"


def wanted(sized: nodes.SizedType, shape: Shape) -> str:
    """`3 × 4, N × K`: the shape that is declared, in numbers and as it is written."""
    written = " × ".join(map(text_of, sized.axes))
    numbers = " × ".join(map(str, shape))
    return f"{numbers}{f' (`{written}`)' if written != numbers else ''}"


def one_in_a_row(value: np.ndarray, axes: int) -> str:
    """How a container of one number is written."""
    sizes = "1" if axes == 1 else f"c({', '.join(['1'] * axes)})"
    return f"a container of one number is written `{'[' * axes}{shown(value[()])}{']' * axes}`, in R `array({shown(value[()])}, {sizes})`"


def not_whole(name: str, values: np.ndarray) -> tuple[str, str]:
    """What is said of reals where an int is declared, and the remedy."""
    bad = np.argwhere(~(values == np.floor(values)) | np.isinf(values))
    at = tuple(bad[0]) if len(bad) else (0,) * values.ndim
    where = f"{name}[{','.join(str(k + 1) for k in at)}]" if at else name
    if len(bad):
        return f"`{where}` is {values[at]}, and is declared as an int", ""
    return f"`{where}` is {float(values[at])}, a real number, and is declared as an int", f"write `{values[at]:.0f}`, in Python `.astype(int)`"
