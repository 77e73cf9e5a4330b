"""R's dump files: assignments of numbers and arrays in, values by name out. What R writes with `dump` and Stan reads (CmdStan user's guide, RDump format):
`N <- 3L`, `y = c(1.5, Inf)`, `1:4`, `structure(1:6, .Dim = c(2L, 3L))`, `integer(0)`; and the few other calls that occur in such files written by hand.
Numbers with a point or an exponent are reals, others are whole."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import DataError, Position
from .rvalues import FUNCTIONS, LABELS, Named, Vector, called, number, numbers, word

TOKEN = re.compile(r"""
    (?P<space>[\s;]+|\#[^\n]*)
  | (?P<number>0[xX][0-9a-fA-F]+L? | (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[Ll]?)
  | (?P<name>[A-Za-z.][\w.]*)
  | (?P<text>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | `[^`]*`)
  | (?P<mark><<-|<-|[-+*/^=(),:])
""", re.VERBOSE)  # fmt: skip
ASSIGNS = ("<-", "=", "<<-")
PLAIN = re.compile(r"([\d\s.,eE+-]*|[\d\s,L-]*)\)")                   # the numbers of a long `c(…)`, which is most of a file


class Token(NamedTuple):
    """A piece of the file: `kind` is a group of TOKEN, or `end`."""

    kind: str
    text: str
    start: int


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
        if (value := word(token.text)) is not None:
            return value
        raise self.error(f"a number is expected, not {self.shown(token)}", token)

    def call(self, name: Token) -> Vector:
        """`name(…)`, its parenthesis behind us."""
        if name.text not in FUNCTIONS:
            raise self.error(f"`{name.text}` is no function that is read here", name)
        if name.text == "c" and (plain := PLAIN.match(self.text, self.next.start)) is not None and (found := numbers(plain[1])) is not None:
            self.next = self.token(plain.end())
            return found
        given = self.arguments()
        try:
            return called(name.text, given)
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
