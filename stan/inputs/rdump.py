"""R's dump files: assignments of numbers and arrays in, values by name out. What R writes with `dump` and Stan reads (CmdStan user's guide, RDump format):
`N <- 3L`, `y = c(1.5, Inf)`, `1:4`, `structure(1:6, .Dim = c(2L, 3L))`, `integer(0)`; and the few other calls that occur in such files written by hand.
Numbers with a point or an exponent are reals, others are whole. R stores arrays column by column."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import DataError, Position

TOKEN = re.compile(r"""
    (?P<space>[\s;]+|\#[^\n]*)
  | (?P<number>0[xX][0-9a-fA-F]+L? | (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[Ll]?)
  | (?P<name>[A-Za-z.][\w.]*)
  | (?P<text>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | `[^`]*`)
  | (?P<mark><<-|<-|[-+*/^=(),:])
""", re.VERBOSE)  # fmt: skip
ASSIGNS = ("<-", "=", "<<-")
WHOLE = re.compile(r"(?:0[xX][0-9a-fA-F]+|\d+)")
PLAIN = re.compile(r"([\d\s.,eE+-]*|[\d\s,L-]*)\)")                   # the numbers of a long `c(…)`, which is most of a file
WORDS: dict[str, int | float] = {"Inf": np.inf, "Infinity": np.inf, "NaN": np.nan, "inf": np.inf, "nan": np.nan, "TRUE": 1, "FALSE": 0, "T": 1, "F": 0}
MISSING = ("NA", "NA_integer_", "NA_real_")
Named = list[tuple[str, Any]]


class Token(NamedTuple):
    """A piece of the file: `kind` is a group of TOKEN, or `end`."""

    kind: str
    text: str
    start: int


class Vector(NamedTuple):
    """Numbers of R in one row, with the shape that they have as an array; None where they have none. `single`: one number by itself, not `c(1)`.
    `parts`: of a list."""

    values: np.ndarray
    shape: tuple[int, ...] | None = None
    single: bool = False
    parts: dict[str, Any] | None = None

    @property
    def value(self) -> Any:
        """The number or array, or what a list holds by name or number. R's arrays are stored column by column."""
        if self.parts is not None:
            return self.parts
        if self.shape is None:
            return self.values[0] if self.single else self.values
        return self.values.reshape(self.shape, order="F")


def read_rdump(path: Path) -> dict[str, Any]:
    """The values of a file by name: numbers and arrays, masked where they are NA. DataError, with the line, for one that is not such a file."""
    return Reader(text_of(path), str(path)).assignments()


def text_of(path: Path) -> str:
    """The text of a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        if error.object.startswith((b"\x1f\x8b", b"RDX")):
            raise DataError(f"`{path}` is R's binary file and no text", hint="write JSON in R: `cmdstanr::write_stan_json(data, 'data.json')`") from None
        byte = error.object[error.start]
        raise DataError(f"`{path}` is not a dump file of R: byte {byte:#x} at {error.start} is no UTF-8", hint="store it as UTF-8") from None


class Reader:
    """Reads one file from its first token to its last."""

    def __init__(self, text: str, path: str):
        self.text, self.path = text, path
        self.next = self.token(0)

    # -- tokens
    def token(self, at: int) -> Token:
        """The first token from a character on, behind spaces and comments."""
        found = None
        while at < len(self.text) and (found := TOKEN.match(self.text, at)) is not None and found.lastgroup == "space":
            at = found.end()
        if at == len(self.text):
            return Token("end", "", at)
        if found is None:
            raise self.error(f"`{self.text[at]}` means nothing in a dump file of R", Token("", self.text[at], at))
        return Token(found.lastgroup or "", found[0], at)

    def behind(self, token: Token) -> Token:
        """The token that follows."""
        return self.token(token.start + len(token.text))

    def take(self) -> Token:
        """The next token, which is then behind us."""
        token, self.next = self.next, self.behind(self.next)
        return token

    def skip(self, text: str) -> bool:
        """Goes past this mark where it comes next."""
        found = self.next.text == text and self.next.kind == "mark"
        if found:
            self.take()
        return found

    def expect(self, text: str) -> None:
        """Goes past this mark, which must come next."""
        if not self.skip(text):
            raise self.error(f"`{text}` is missing before {self.shown(self.next)}", self.next)

    def shown(self, token: Token) -> str:
        return f"`{token.text}`" if token.text else "the end of the file"

    def error(self, message: str, token: Token) -> DataError:
        """The error at a token."""
        line = self.text.count("\n", 0, token.start) + 1
        column = token.start - (self.text.rfind("\n", 0, token.start) + 1) + 1
        place = Position(self.path, line, column, line, column + max(1, len(token.text.partition("\n")[0])))
        return DataError(f"`{self.path}` cannot be read: {message}", place,
                         "a dump file of R has lines such as `N <- 3L`, `y <- c(1.5, 2)` or `X <- structure(c(1, 2, 3, 4), .Dim = c(2, 2))`")  # fmt: skip

    # -- grammar
    def assignments(self) -> dict[str, Any]:
        """All of the file; a name that comes again has its last value, as in R."""
        found: dict[str, Any] = {}
        while self.next.kind != "end":
            name = self.take()
            if name.kind not in ("name", "text"):
                raise self.error(f"a name is expected, not {self.shown(name)}", name)
            if self.take().text not in ASSIGNS:
                raise self.error(f"`<-` is missing behind `{name.text}`", name)
            found[unquoted(name)] = self.sequence().value
        return found

    def sequence(self) -> Vector:
        """A value, or `a:b`."""
        start = self.next
        value = self.signed()
        if not self.skip(":"):
            return value
        ends = [value, self.signed()]
        if any(not v.single or v.values.dtype.kind != "i" for v in ends):
            raise self.error("both ends of `a:b` are whole numbers", start)
        first, last = (int(v.values[0]) for v in ends)
        step = 1 if first <= last else -1
        return Vector(np.arange(first, last + step, step))

    def signed(self) -> Vector:
        """A value, which may have signs in front of it."""
        if self.skip("-"):
            value = self.signed()
            return value._replace(values=-value.values)
        return self.signed() if self.skip("+") else self.simple()

    def simple(self) -> Vector:
        """A number, a call, or what stands in parentheses."""
        token = self.take()
        if token.kind == "number":
            return number(token.text)
        if token.kind == "text":
            return Vector(np.array([unquoted(token)]), single=True)
        if token.text == "(":
            value = self.sequence()
            self.expect(")")
            return value
        if token.kind == "name" and self.skip("("):
            return self.call(token)
        if token.text in WORDS:
            return Vector(np.array([WORDS[token.text]]), single=True)
        if token.text in MISSING:
            return Vector(np.ma.masked_all(1), single=True)
        raise self.error(f"a number is expected, not {self.shown(token)}", token)

    def call(self, name: Token) -> Vector:
        """`name(…)`, its parenthesis behind us."""
        if name.text not in CALLS and name.text != "list":
            raise self.error(f"`{name.text}` is no function that is read here", name)
        if name.text == "c" and (plain := PLAIN.match(self.text, self.next.start)) is not None and (found := numbers(plain[1])) is not None:
            self.next = self.token(plain.end())
            return found
        given = self.arguments()
        try:
            return listed(given) if name.text == "list" else CALLS[name.text](*bound(given, PARAMETERS.get(name.text, ())))
        except (ValueError, TypeError, IndexError) as error:
            raise self.error(f"`{name.text}(…)` does not fit together{f': {error}' if isinstance(error, ValueError) else ''}", name) from None

    def arguments(self) -> Named:
        """The arguments of a call, each with its name or an empty one."""
        found: Named = []
        while not self.skip(")"):
            token = self.next
            named = token.kind in ("name", "text") and self.behind(token).text == "="
            if named:
                self.next = self.behind(self.behind(token))
            found.append((unquoted(token) if named else "", self.labels() if named and unquoted(token) in LABELS else self.sequence()))
            if self.next.text != ")":
                self.expect(")" if self.next.kind == "end" else ",")
        return found

    def labels(self) -> None:
        """Goes past what only names rows and columns."""
        depth = 0
        while self.next.kind != "end" and (depth or self.next.text not in (",", ")")):
            depth += (self.next.text == "(") - (self.next.text == ")")
            self.take()


def unquoted(token: Token) -> str:
    return token.text[1:-1] if token.kind == "text" else token.text


def number(text: str) -> Vector:
    """A number as Stan reads it: whole where there is neither point nor exponent, or an `L` behind it."""
    digits = text.rstrip("Ll")
    if WHOLE.fullmatch(digits):
        return Vector(np.array([int(digits, 0) if "x" in digits.lower() else int(digits)]), single=True)
    value = float(digits)
    return Vector(np.array([int(value) if digits != text and value.is_integer() else value]), single=True)


def numbers(text: str) -> Vector | None:
    """Numbers with commas between them; None where it is something else."""
    parts = text.replace("L", "").split(",") if text.strip() else []
    try:
        return Vector(np.array(list(map(float if set(text) & set(".eE") else int, parts)), None if parts else np.int64))
    except ValueError:
        return None


# -- calls
LABELS = (".Dimnames", "dimnames", "names", ".Names", "class", "levels", "row.names")
PARAMETERS = {                                                     # names of arguments, in their order
    "structure": (".Data", ".Dim"), "array": ("data", "dim"), "matrix": ("data", "nrow", "ncol", "byrow"), "integer": ("length",), "double": ("length",),
    "numeric": ("length",), "logical": ("length",), "rep": ("x", "times"), "seq": ("from", "to", "by"), "seq_len": ("length.out",),
    "as.vector": ("x", "mode"),
}  # fmt: skip
SAME = {"dim": ".Dim"}                                             # in `structure`


def bound(given: Named, parameters: tuple[str, ...]) -> list[Any]:
    """The arguments of a call in the order of the parameters, None where one is not given; those of `c` as they come."""
    if not parameters:
        return [value for _, value in given if value is not None]
    found: dict[str, Any] = {name if name in parameters else SAME.get(name, name): value for name, value in given if name}
    free = [p for p in parameters if p not in found]
    places = [value for name, value in given if not name]
    if len(places) > len(free):
        raise TypeError
    found |= dict(zip(free, places, strict=False))
    return [found.get(p) for p in parameters]


def combined(*parts: Vector) -> Vector:
    """`c(…)`: reals where one of them is real."""
    if not parts:
        return Vector(np.zeros(0, np.int64))
    join = np.ma.concatenate if masked(parts) else np.concatenate
    return Vector(join([p.values for p in parts]))


def listed(given: Named) -> Vector:
    """`list(…)`: its parts by name, or by number from 1."""
    return Vector(np.zeros(0), parts={name or str(k): part.value for k, (name, part) in enumerate(given, 1) if part is not None})


def masked(parts: tuple[Vector, ...]) -> bool:
    return any(isinstance(p.values, np.ma.MaskedArray) for p in parts)


def shaped(data: Vector, dim: Vector | None) -> Vector:
    """`structure(data, .Dim = dim)`."""
    if dim is None:
        return data._replace(single=False)
    shape = tuple(int(n) for n in dim.values)
    if np.prod(shape) != data.values.size:
        raise ValueError(f"{data.values.size} numbers, and dimensions {' × '.join(map(str, shape))}")
    return Vector(data.values, shape)


def filled(data: Vector, dim: Vector | None) -> Vector:
    """`array(data, dim = dim)`: the data again and again."""
    shape = tuple(int(n) for n in dim.values) if dim is not None else (data.values.size,)
    return Vector(np.resize(data.values, int(np.prod(shape))), shape)


def in_rows(data: Vector, nrow: Vector | None, ncol: Vector | None, byrow: Vector | None) -> Vector:
    """`matrix(data, nrow, ncol, byrow)`."""
    size = data.values.size
    rows = int(nrow.values[0]) if nrow is not None else -(-size // int(ncol.values[0])) if ncol is not None else size
    columns = int(ncol.values[0]) if ncol is not None else -(-size // max(rows, 1))
    values = np.resize(data.values, rows * columns)
    across = byrow is not None and bool(byrow.values[0])
    return Vector(values.reshape(rows, columns).ravel(order="F") if across else values, (rows, columns))


def zeros(kind: type) -> Callable[[Vector | None], Vector]:
    """`integer(n)`, `double(n)`: zeros."""
    return lambda length: Vector(np.zeros(int(length.values[0]) if length is not None else 0, kind))


def repeated(x: Vector, times: Vector) -> Vector:
    """`rep(x, times)`: all of x again and again, or each as often as `times` says of it."""
    counts = times.values.astype(int)
    return Vector(np.tile(x.values, counts[0]) if counts.size == 1 else np.repeat(x.values, counts))


def stepped(start: Vector, stop: Vector, by: Vector | None) -> Vector:
    """`seq(from, to, by)`."""
    step = by.values[0] if by is not None else 1
    steps = int(np.floor((stop.values[0] - start.values[0]) / step + 1e-10))
    return Vector(start.values[0] + step * np.arange(steps + 1))


CALLS: Mapping[str, Callable[..., Vector]] = {
    "c": combined, "structure": shaped, "array": filled, "matrix": in_rows, "integer": zeros(np.int64), "double": zeros(np.float64),
    "numeric": zeros(np.float64), "logical": zeros(np.int64), "rep": repeated, "seq": stepped,
    "seq_len": lambda n: Vector(np.arange(1, int(n.values[0]) + 1)), "as.integer": lambda x: x._replace(values=x.values.astype(np.int64)),
    "as.vector": lambda x, mode: x._replace(shape=None, single=False), "as.numeric": lambda x: x._replace(values=x.values.astype(float)),
    "as.array": lambda x: x._replace(single=False),
}  # fmt: skip
