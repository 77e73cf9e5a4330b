"""The one table of Stan's functions and operators: argument types, result, and the Python that a call becomes.

    declare('''
    real dot_self(vector | row_vector | array[] real)   = st.dot_self(_0)
    R    exp(R)                                         = np.exp(_0)
    ''')

A line is `RESULT NAME(ARGUMENT, …) = PYTHON`; `_0`, `_1` … stand for the arguments, `np`, `ppl` and `st` (`stan/library`) for modules. Operators are
`operator*` and so on, unary ones and `'` with one argument. An argument is a type, alternatives of types with `|`, `data TYPE` for one made of data alone,
or has a letter that means the same everywhere in the line:

    R   a real number or a container of reals of any shape (whole numbers are promoted). Where two arguments are R, one may be a number and the other a
        container, or both have one type; the result R is the wider one. What Stan's manual calls vectorised.
    M   the same without arrays: a real, a vector, a row vector or a matrix
    Z   a whole number or an array of these; beside an R one of both may be a number and the other a container, or both have as many indices
    V   a vector or a row vector
    A   any type of numbers; arguments A are promoted to one

An array of any of these has `array[] ` before it; `array[...] T` stands for T and its arrays, of as many dimensions everywhere in a line. Types, results
and alternatives may use the named sets of `SETS`. `= view PYTHON` says that the value may be an argument itself, or share memory with one: what is kept of
it, and may be written, has to be copied.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from .notation import LETTERS as LETTERS
from .notation import Argument, argument, around, around_of, plain, split
from .types import REAL, Type, common, promotions

ANY_ARRAY = "array[...] "
MOST_DIMS = 8                                    # as many as Stan's own signatures have
LINE = re.compile(r"(.+?)\s+(operator\S+?|\w+)\((.*?)\)\s*=\s(view )?(.*\S)")

Bound = dict[str, Type]
Row = TypeVar("Row")


class Site(NamedTuple):
    """What a density is in `ppl`: the Python that makes the distribution, and that of its value; `whole`: no argument is longer than the value, so that
    `ppl.sample(NAME, LAW, obs=VALUE)` may observe it; `cut`: bounds may cut it, `LAW.truncated(low, high)`. `many`: the arguments, the value is 0, that
    are containers and must have one length. Where that is not seen in their declarations `st.alike(LAW, VALUE)` is the law that looks at it."""

    law: str
    value: str
    whole: bool
    cut: bool
    many: tuple[int, ...] = ()


class Signature(NamedTuple):
    """One way to call a function. `result`: a type, or what gives it from the letters' types; `site`: of a density that is one of a distribution of `ppl`;
    `view`: whether the value may share memory with an argument; `text`: the line without its Python; `chapter` and `heading`: where the page of functions
    has it."""

    name: str
    arguments: tuple[Argument, ...]
    result: Type | Callable[[Bound], Type]
    python: str
    site: Site | None = None
    view: bool = False
    text: str = ""
    chapter: str = ""
    heading: str = ""

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


class Match(NamedTuple):
    """A call resolved: the signature that fits best, the type of its value, and of each argument what it is promoted to."""

    signature: Signature
    result: Type
    arguments: tuple[Type, ...]


class Table(Mapping[str, list[Row]], Generic[Row]):
    """Signatures by name, in the order in which they are tried. Those that are given as a function are made when they are first asked for."""

    def __init__(self):
        self.made = dict[str, list[Row]]()
        self.later = dict[str, list[Callable[[], Iterable[Row]]]]()

    def add_later(self, name: str, make: Callable[[], Iterable[Row]]) -> None:
        """Adds rows that are made when the name is first asked for."""
        self.later.setdefault(name, []).append(make)

    def __getitem__(self, name: str) -> list[Row]:
        for make in self.later.pop(name, ()):
            self.made.setdefault(name, []).extend(make())
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.made, **self.later})

    def __len__(self) -> int:
        return len({**self.made, **self.later})


TABLE = Table[Signature]()


def declare(text: str, chapter: str = "") -> None:
    """Adds the lines of a text to the table, to be read when one of their names is asked for; a line that begins with # is a heading."""
    heading = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            heading = line.removeprefix("#").strip()
            continue
        found = LINE.fullmatch(line)
        assert found is not None, f"no signature: {line}"
        add_later(found[2], partial(read, line, chapter, heading))


def read(line: str, chapter: str, heading: str) -> list[Signature]:
    """The signatures of a line."""
    if ANY_ARRAY in line:
        return [signature for dims in range(MOST_DIMS) for signature in read(line.replace(ANY_ARRAY, around_of(dims)), chapter, heading)]
    result, name, arguments, view, python = LINE.fullmatch(line).groups()      # pyright: ignore[reportOptionalMemberAccess]
    shown = f"{result} {name}({arguments})"
    return [Signature(name, tuple(map(argument, split(arguments))), result_of(result), python, None, bool(view), shown, chapter, heading)]


def shifted(python: str, by: int) -> str:
    """A template whose arguments stand so many places further on."""
    return re.sub(r"\b_(\d)\b", lambda found: f"_{int(found[1]) + by}", python)


def add(signature: Signature) -> None:
    """Adds one signature; of several that fit a call equally well the first is taken."""
    TABLE.made.setdefault(signature.name, []).append(signature)


def add_later(name: str, make: Callable[[], Iterable[Signature]]) -> None:
    """Adds signatures that are made when the function is first asked for."""
    TABLE.add_later(name, make)


def resolve(name: str, types: Sequence[Type]) -> Match | None:
    """The signature that takes these types with the fewest promotions; None where none does."""
    best: tuple[int, Match] | None = None
    for signature in TABLE.get(name, ()):
        found = fitted(signature, types)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best and best[1]


def fitted(signature: Signature, types: Sequence[Type]) -> tuple[int, Match] | None:
    """How many promotions a call needs, and what comes of it; None where it does not fit."""
    if len(types) != len(signature.arguments):
        return None
    letters: Bound = {}
    for given, wanted in zip(types, signature.arguments, strict=True):
        if wanted.letter and not bind(letters, wanted, given):
            return None
    if not together(letters):
        return None
    cost, promoted = 0, []
    for given, wanted in zip(types, signature.arguments, strict=True):
        found = least(given, ends(wanted, letters, given))
        if found is None:
            return None
        cost, promoted = cost + found[0], [*promoted, found[1]]
    result = signature.result if isinstance(signature.result, Type) else signature.result(letters)
    return cost, Match(signature, result, tuple(promoted))


def least(given: Type, allowed: Iterable[Type]) -> tuple[int, Type] | None:
    """The type among these that is nearest."""
    costs = [(cost, wanted) for wanted in allowed if (cost := promotions(given, wanted)) is not None]
    return min(costs, key=lambda found: found[0], default=None)


def bind(letters: Bound, wanted: Argument, given: Type) -> bool:
    """Gives the letter of an argument its type, or widens it; False where it cannot be."""
    if given.dims < wanted.dims:
        return False
    inner, letter = given._replace(dims=given.dims - wanted.dims), wanted.letter
    if not ALLOWED[letter](inner):
        return False
    if letter in "RM" and inner.base == "int":
        inner = inner._replace(base="real")
    known = letters.get(letter)
    if known is None or known == inner:
        letters[letter] = inner
        return True
    if letter in "RMZ" and (known.scalar or inner.scalar):
        letters[letter] = inner if known.scalar else known
        return True
    both = common(known, inner)
    if both is None or letter in "RMZ":
        return False
    letters[letter] = both
    return True


def together(letters: Bound) -> bool:
    """Whether whole numbers and reals of one call have one shape, or one of them is a number; a number of reals becomes as many as there are whole ones."""
    whole, reals = letters.get("Z"), letters.get("R")
    if whole is None or reals is None or whole.scalar:
        return True
    if reals.scalar:
        letters["R"] = REAL.array(whole.dims)
        return True
    return whole.rank == reals.rank


def ends(wanted: Argument, letters: Bound, given: Type) -> tuple[Type, ...]:
    """The types that a given one may be promoted to as this argument."""
    if not wanted.letter:
        return wanted.types
    bound = letters[wanted.letter]
    if wanted.letter in "RMZ" and given.dims == wanted.dims and given.scalar == (wanted.dims == 0):
        return (Type("int" if wanted.letter == "Z" else "real", wanted.dims),)
    return (bound.array(wanted.dims),)


ALLOWED: dict[str, Callable[[Type], bool]] = {
    "R": lambda t: t.base in ("int", "real", "vector", "row_vector", "matrix"),
    "M": lambda t: t.dims == 0 and t.base in ("int", "real", "vector", "row_vector", "matrix"),
    "Z": lambda t: t.base == "int",
    "V": lambda t: t.dims == 0 and t.base in ("vector", "row_vector"),
    "A": lambda t: t.base in ("int", "real", "vector", "row_vector", "matrix"),
}

def result_of(text: str) -> Type | Callable[[Bound], Type]:
    """What a signature gives."""
    word, dims = around(text)
    if word in LETTERS:
        return lambda letters: letters[word].array(dims)
    return plain(word).array(dims)
