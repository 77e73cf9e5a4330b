"""Types as declarations have them, with sizes and constraints, and as functions have them, without (reference manual, Data types and declarations)."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from ...ir.words import offered
from ..errors import StanError
from ..lexer import BASIC, SIZED, TYPES
from ..nodes import Expr, SizedType
from ..types import VOID, Type
from .cursor import Cursor
from .expressions import bound, comma_separated, expression
from .slips import behind, no_type

PAIRS = ({"lower", "upper"}, {"offset", "multiplier"})
CONSTRAINTS = ("lower", "upper", "offset", "multiplier")
T = TypeVar("T")


# -- with sizes
def sized(c: Cursor, top: bool) -> SizedType:
    """The type of a declaration; constraints stand at the top of blocks alone."""
    first = c.at
    array = sizes_of_array(c) if c.kind == "array" else []
    if c.kind == "tuple":
        c.next()
        items = parts(c, partial(sized, c, top), "a tuple is declared as `tuple(int, vector[N]) x;`")
        return SizedType(c.since(first), "tuple", array, [], {}, items)
    word = c.words[c.at]
    if word not in TYPES:
        raise not_a_type(c, bool(array))
    if not top and word not in BASIC:
        raise c.error(f"the constrained type `{word}` stands inside of functions, the model or `{{ }}`", f"variables there have plain types: `{plain(word)}`")
    c.next()
    constraints = constraint(c, word, top) if c.kind == "<" else {}
    sizes = own_sizes(c, word) if word in SIZED else []
    after_type(c, word)
    return SizedType(c.since(first), word, array, sizes, constraints, [])


def not_a_type(c: Cursor, array: bool) -> StanError:
    """What stands where a type should is none."""
    if array and c.kind == "array":
        return c.error("an array of arrays is one array with more indices", "write `array[N, M] real x`")
    return c.unexpected("a type", no_type(c.words[c.at]) if c.kind == "name" else "")


def after_type(c: Cursor, word: str) -> None:
    """Refuses a size or a constraint that stands behind the type."""
    if c.kind == "[":
        raise c.error(f"`{word}` has no further size", f"an array is declared as `array[N] {word}{'[K]' if word in SIZED else ''} x;`")
    if c.kind == "<":
        raise c.error(f"the constraint stands behind the size of `{word}`", f"write it before: `{word}<lower=0>[N]`")


def sizes_of_array(c: Cursor) -> list[Expr]:
    """`array[N, M]`."""
    c.next()
    c.open("[", "with the sizes of the array", "an array is declared as `array[N] real x;`")
    if c.kind in ("]", ",", ":"):
        raise c.error("a size of the array is missing", "declarations have sizes, `array[N, M] real x;`; arguments of functions have none")
    return comma_separated(c, "]", expression)


def own_sizes(c: Cursor, word: str) -> list[Expr]:
    """The sizes of a vector or matrix."""
    few, many = SIZED[word][0], SIZED[word][-1]
    example = f"`{word}[{'N' if many == 1 else 'M, N'}] x;`"
    c.open("[", f"with the size of the {word}", f"write {example}")
    if c.kind in ("]", ":"):
        raise c.error(f"the size of the {word} is missing", f"write {example}")
    sizes = comma_separated(c, "]", expression)
    if not few <= len(sizes) <= many:
        raise c.error(f"`{word}` has {'1 size' if many == 1 else f'{few} sizes' if few == many else '1 or 2 sizes'}, found {len(sizes)}", f"write {example}")
    return sizes


def parts(c: Cursor, part: Callable[[], T], hint: str = "") -> list[T]:
    """`(int, vector[3])`, behind `tuple`."""
    c.open("(", "with the types of the items", hint)
    items = [part()]
    if c.kind == ")":
        raise c.error("a tuple has at least two items", "write the type itself, or `tuple(int,)` for a tuple of one")
    while c.accept(",") and c.kind != ")":
        items.append(part())
    c.close(")")
    return items


def constraint(c: Cursor, word: str, top: bool) -> dict[str, Expr]:
    """`<lower=…, upper=…>` or `<offset=…, multiplier=…>`, in any order."""
    if not top:
        raise c.error("variables inside of functions, the model or `{ }` have no constraints", f"write `{word}` alone, and `reject(…)` what must not be")
    if word not in BASIC:
        raise c.error(f"`{word}` has its constraint in its name", f"write `{word}[…]`")
    c.next()
    found: dict[str, Expr] = {}
    while True:
        key = constraint_word(c, word, found)
        c.expect("=", f"and the value of `{key}`")
        found[key] = bound(c)
        if not c.accept(","):
            break
    c.expect(">", "at the end of the constraint", behind_bound(c))
    return found


def constraint_word(c: Cursor, word: str, found: dict[str, Expr]) -> str:
    """What is constrained next."""
    key = c.words[c.at]
    if c.kind not in CONSTRAINTS:
        raise c.unexpected("a constraint", offered(key, CONSTRAINTS) or "constraints are `lower`, `upper`, `offset` and `multiplier`")
    if key in found:
        raise c.error(f"`{key}` is given twice")
    if not any({key, *found} <= pair for pair in PAIRS):
        raise c.error(f"`{key}` does not go with `{next(iter(found))}`", "constraints are `<lower=…, upper=…>` or `<offset=…, multiplier=…>`")
    if word == "int" and key in PAIRS[1]:
        raise c.error(f"whole numbers have no `{key}`", "`int` has `<lower=…, upper=…>`")
    c.next()
    return key


def behind_bound(c: Cursor) -> str:
    """A hint where the expression of a constraint has ended."""
    if c.kind in ("?", "<", "<=", ">=", "==", "!=", "&&", "||"):
        return "choices and comparisons in a constraint stand in parentheses: `<lower=(a > b ? a : b)>`"
    return behind(c)


def plain(word: str) -> str:
    """The type that is meant without a constraint."""
    return "vector[N]" if SIZED[word] == (1,) and "matrix" not in word and "cholesky" not in word else "matrix[M, N]"


# -- without sizes
def unsized(c: Cursor) -> Type:
    """The type of an argument or a result: `array[,] real`, `tuple(int, vector)`. `real[,]`, of earlier versions, is noted."""
    first = c.at
    dims = commas(c) if c.accept("array") else 0
    if c.accept("tuple"):
        return Type("tuple", dims, tuple(parts(c, partial(unsized, c))))
    word = c.words[c.at]
    if word not in BASIC:
        raise not_unsized(c, word)
    c.next()
    if c.kind == "[" and dims == 0:
        if c.peek() not in (",", "]"):
            c.next()
            raise c.error("arguments and results of functions have no sizes", f"write `{word}`, or `array[] {word}` for an array")
        dims = commas(c)
        c.outdated(first, f"{word}[{',' * (dims - 1)}] x", f"array[{',' * (dims - 1)}] {word} x")
    elif c.kind in ("[", "<"):
        raise c.error("arguments and results of functions have neither sizes nor constraints", f"write `{word}`")
    return Type(word, dims)


def not_unsized(c: Cursor, word: str) -> StanError:
    """What stands where a type without sizes should is none."""
    if c.kind == "void":
        return c.error("no argument is `void`", "a function that takes nothing is `real f()`; only results are `void`")
    if word in TYPES:
        return c.error(f"arguments and results of functions have no constraints, and `{word}` is one", f"write `{plain(word).partition('[')[0]}`")
    if c.kind == "array":
        return c.error("an array of arrays is one array with more indices", "write `array[,] real x`")
    return c.unexpected("a type", no_type(word) if c.kind == "name" else "")


def commas(c: Cursor) -> int:
    """How many indices `[,]` says."""
    c.open("[", "for the indices of the array", "write `array[] real x`, or `array[,] real x` for two indices")
    dims = 1
    while c.accept(","):
        dims += 1
    c.close("]", "arguments and results of functions have no sizes: `array[] real x`, or `array[,] real x` for two indices")
    return dims


def result(c: Cursor) -> Type:
    """What a function gives."""
    return VOID if c.accept("void") else unsized(c)
