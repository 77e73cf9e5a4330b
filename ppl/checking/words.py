"""What is said of a failure, an operation or an exception, and what to do about it."""

from __future__ import annotations

import ast
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import GaveUp, OutsideDomain, Position
from ...lang.values.code.given import expression_at, is_given
from ..base.constraints import Constraint
from ..base.frames import raised_at, raised_by_the_user
from ..base.types import Data
from ..insight import expression, values_there
from .events import DIVIDE, INVALID, OVERFLOW, Trouble
from .failures import BOUNDS, IMPOSSIBLE, MATRIX, NAN, Failure

WIDEST = 60                                      # characters of an expression


class Said(NamedTuple):
    """What is wrong, the way out, and what is true of this point alone."""

    what: str
    remedy: str
    detail: str = ""


class Meaning(NamedTuple):
    """Of a function: what it was of where it has no value, and the set to keep its operand in, as it is written."""

    invalid: str
    keep: str
    constraint: str


ROOT = Meaning("the root of a negative number", "positive", "ppl.positive")
LOGARITHM = Meaning("the logarithm of a negative number", "positive", "ppl.positive")
UNIT = Meaning("its operand was outside of -1 … 1", "between -1 and 1", "ppl.interval(-1, 1)")
PROBABILITY = Meaning("its operand was outside of 0 … 1", "between 0 and 1", "ppl.unit")
POWER = Meaning("a fractional power of a negative number", "positive", "ppl.positive")
GAMMA = Meaning("the gamma function of a negative number", "positive", "ppl.positive")
FUNCTIONS: dict[str, Meaning] = {
    "sqrt": ROOT,
    **dict.fromkeys(("log", "log2", "log10"), LOGARITHM),
    "log1p": Meaning("log1p of a number below -1", "above -1", "ppl.lower(-1)"),
    **dict.fromkeys(("arcsin", "arccos", "asin", "acos", "arctanh", "atanh"), UNIT),
    **dict.fromkeys(("arccosh", "acosh"), Meaning("arccosh of a number below 1", "above 1", "ppl.lower(1)")),
    **dict.fromkeys(("logit", "ndtri"), PROBABILITY),
    **dict.fromkeys(("power", "pow", "float_power"), POWER),
    **dict.fromkeys(("gamma", "lgamma", "gammaln", "loggamma", "digamma", "psi", "betaln"), GAMMA),
}
SETS = {"positive": "ppl.positive", "nonnegative": "ppl.positive", "unit": "ppl.unit", "simplex": "ppl.simplex", "ordered": "ppl.ordered"}
TRANSFORMS = {"positive": "`np.exp(…)`", "nonnegative": "`np.exp(…)`", "unit": "`scipy.special.expit(…)`", "simplex": "`scipy.special.softmax(…)`"}
DEFINITE = "make it of a factor (`ppl.LKJCholesky`), or add a little to its diagonal"
REFUSED = "the model refuses such points: give constraints or priors that leave them out"


# -- sites
def of_failure(failure: Failure, owner: str) -> Said:
    """What is wrong at a site; `owner` is the parameter whose value it is, or empty."""
    if failure.kind == MATRIX:
        return Said(failure.what, DEFINITE)
    if failure.kind == BOUNDS:
        return Said(failure.what, "order them: make the upper one of the lower one and a positive parameter")
    if failure.kind == NAN:
        return Said(failure.what, "keep what it is made of where it is a number, by constraints or priors", entry(np.isnan(failure.value), failure.value))
    if failure.kind == IMPOSSIBLE or failure.domain is None:
        return Said(failure.what, REFUSED)
    outside = ~np.asarray(failure.domain.contains(np.asarray(failure.value)), bool)
    return Said(failure.what, of_domain(failure.domain, owner), entry(outside | np.isinf(failure.value), failure.value) if failure.domain.elementwise() else "")


def entry(bad: Any, value: Any) -> str:
    """The first number that is bad, with its place in an array."""
    x = np.asarray(value)
    if bad.shape != x.shape or not bad.any():
        return ""
    first = tuple(int(i) for i in np.argwhere(bad)[0])
    return f"{x[first]:.4g}" + (f" at {list(first)}" if first else "")


def of_domain(domain: Constraint, owner: str) -> str:
    """How a value is kept in a set."""
    name = domain.kind.name
    if owner and name in SETS:
        return f"try `constraint={SETS[name]}` for `{owner}`"
    if name in SETS:
        way = f", or {TRANSFORMS[name]}" if name in TRANSFORMS else ""
        return f"try `constraint={SETS[name]}` for what it is made of{way}"
    return f"keep it in its domain ({domain}) by the constraints of what it is made of" if domain.restricts() else REFUSED


# -- operations
def of_event(event: Trouble, parameters: Data) -> Said:
    """What an operation of the user's did."""
    return of_operation(event.kind, event.position, event.values, parameters)._replace(detail=pass_of(event.position, event.values))


def pass_of(position: Position, values: Data) -> str:
    """The whole numbers that an expression is made of, indices of loops say."""
    node = written(position)[1]
    names = dict.fromkeys(n.id for n in ast.walk(node) if isinstance(n, ast.Name)) if node is not None else {}
    return ", ".join(f"{name} = {values[name]}" for name in names if type(values.get(name)) is int)


def of_operation(kind: str, position: Position, values: Data, parameters: Data) -> Said:
    """What an operation at a place did, among variables of these values."""
    text, node = written(position)
    name, operand = function_of(node)
    meaning = FUNCTIONS.get(name)
    if kind == INVALID and meaning is not None:
        return Said(f"`{text}` was nan: {meaning.invalid}", kept(meaning, operand, position, values, parameters))
    if kind == DIVIDE and meaning is not None:
        return Said(f"`{text}` was infinite: {name} of 0", kept(meaning, operand, position, values, parameters))
    if kind == DIVIDE or isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and kind == INVALID:
        return Said(f"`{text}` was {'infinite: a division by 0' if kind == DIVIDE else 'nan: 0/0, or infinity by infinity'}",
                    f"keep {f'`{source_of(operand, position)}`' if operand is not None else 'what is divided by'} away from 0")  # fmt: skip
    if kind == OVERFLOW:
        return Said(f"`{text}` overflowed: it was above 1e308", "keep what it is made of small: a tighter prior, other units, or logarithms")
    return Said(f"`{text}` was nan", "keep what it is made of where it is a number, by constraints or priors")


def kept(meaning: Meaning, operand: ast.expr | None, position: Position, values: Data, parameters: Data) -> str:
    """How the operand of a function is kept where that has a value."""
    if operand is None:
        return f"keep what it is taken of {meaning.keep}"
    value = values.get(operand.id) if isinstance(operand, ast.Name) else None
    owner = next((name for name, x in parameters.items() if value is not None and x is value), None)
    if owner is not None:
        return f"try `constraint={meaning.constraint}` for `{owner}`"
    return f"keep `{cut(source_of(operand, position))}` {meaning.keep}, by constraints of what it is made of (`constraint={meaning.constraint}`)"


@cache
def written(position: Position) -> tuple[str, ast.expr | None]:
    """The expression at a place: as text, and parsed; of a file that holds no Python, the expression that its front end put there."""
    text = expression(position)
    if is_given(position.file):
        return cut(" ".join(text.split())), expression_at(position.file, position.line, position.column - 1, position.end_line, position.end_column - 1)
    try:
        node = ast.parse(f"({text}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        node = None
    return cut(" ".join(text.split())), node


def source_of(node: ast.expr, position: Position) -> str:
    """A part of the expression at a place, as it is written there."""
    if not is_given(position.file):
        return ast.unparse(node)
    return " ".join(expression(Position(position.file, node.lineno, node.col_offset + 1, node.end_lineno or 0, (node.end_col_offset or 0) + 1)).split())


def cut(text: str) -> str:
    """No longer than a message can have it."""
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}…"


def function_of(node: ast.expr | None) -> tuple[str, ast.expr | None]:
    """The name of the function that an expression calls, and its operand; of a power its base, of a division what it divides by."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name, node.args[0] if node.args else None
        case ast.BinOp(op=ast.Pow()):
            return "power", node.left
        case ast.BinOp(op=ast.Div() | ast.FloorDiv() | ast.Mod()):
            return "", node.right
    return "", None


# -- exceptions
def of_error(error: Exception, parameters: Data) -> Said:
    """What ended a run."""
    position, said = raised_at(error), f"{error}".strip().partition("\n")[0]
    text = written(position)[0] if position is not None else ""
    if isinstance(error, OutsideDomain):
        return Said(error.left, "keep it there, by constraints of what it is made of")
    if isinstance(error, GaveUp):
        return Said(error.message, "")
    if isinstance(error, AssertionError):
        return Said(f"`assert {text.removeprefix('assert ')}` failed", REFUSED, said)
    if raised_by_the_user(error):
        return Said(f"{type(error).__name__} was raised", REFUSED, said)
    if isinstance(error, np.linalg.LinAlgError):
        return Said(f"the matrix of `{text}` is not positive definite" if "definite" in said else f"`{text}`: {said.lower()}", DEFINITE)
    if isinstance(error, IndexError):
        return Said(f"an index left its range in `{text}`", "bound what the index is made of")
    if position is None:
        return Said(f"{type(error).__name__}: {said}", REFUSED)
    kind = DIVIDE if isinstance(error, ZeroDivisionError) else OVERFLOW if isinstance(error, OverflowError) else INVALID
    there = values_there(error)
    return of_operation(kind, position, there, parameters)._replace(detail=pass_of(position, there))
