"""Where the parser stands among a program's tokens: what is next, what is expected, the places of what has been read, and the errors."""
from __future__ import annotations

from collections.abc import Iterator

from ..errors import StanError, error
from ..lexer import KEYWORDS, RESERVED, TYPE_WORDS, Tokens
from ..nodes import Old
from ..source import Span

OPENING = {")": "(", "]": "[", "}": "{"}


class Cursor:
    """The next token is number `at`, of the kind `kind`. `opened` holds the brackets that are not closed yet."""

    def __init__(self, tokens: Tokens):
        self.kinds, self.words, self.spans, self.old = tokens
        self.at, self.kind = 0, self.kinds[0]
        self.opened: list[int] = []

    # -- reading
    def next(self) -> None:
        """Goes on to the next token."""
        self.at += 1
        self.kind = self.kinds[self.at]

    def accept(self, kind: str) -> bool:
        """Goes past a token of this kind, if it is the next."""
        if self.kind != kind:
            return False
        self.at += 1
        self.kind = self.kinds[self.at]
        return True

    def expect(self, kind: str, after: str = "", hint: str = "") -> None:
        """Goes past a token of this kind, which must be the next."""
        if self.kind != kind:
            raise self.missing(kind, after, hint)
        self.at += 1
        self.kind = self.kinds[self.at]

    def open(self, kind: str, after: str = "", hint: str = "") -> None:
        """Goes past a bracket, which must be closed by `close`."""
        self.opened.append(self.at)
        self.expect(kind, after, hint)

    def close(self, kind: str, hint: str = "") -> None:
        """Goes past the bracket that closes the last one opened."""
        if self.kind != kind:
            raise self.not_closed(kind, hint)
        self.opened.pop()
        self.at += 1
        self.kind = self.kinds[self.at]

    def braced(self) -> Iterator[None]:
        """`{ … }`: once for each thing between the braces, which the caller reads."""
        self.open("{")
        while self.kind not in ("}", "end"):
            yield
        self.close("}")

    def name(self, of: str) -> str:
        """The name of what is declared here, which must be none of Stan's own words."""
        word, span = self.words[self.at], self.here
        if self.kind != "name":
            raise self.no_name(of)
        if word in RESERVED:
            raise error(f"`{word}` is reserved and names no {of}", span, f"take another name: `{word}_`")
        if word.endswith("__"):
            raise error(f"`{word}` ends with `__`: such names are Stan's own", span, f"take another name: `{word.rstrip('_')}`")
        self.next()
        return word

    def peek(self, ahead: int = 1) -> str:
        """The kind of a token further on."""
        return self.kinds[min(self.at + ahead, len(self.kinds) - 1)]

    def behind_braces(self) -> str:
        """The kind of the token behind the brace that closes the next one; nothing where none does."""
        depth = 0
        for at in range(self.at, len(self.kinds)):
            depth += (self.kinds[at] == "{") - (self.kinds[at] == "}")
            if depth == 0:
                return self.kinds[at + 1]
        return ""

    # -- places
    @property
    def here(self) -> Span:
        """The place of the next token."""
        return self.spans[self.at]

    @property
    def before(self) -> Span:
        """The place of the token just read."""
        return self.spans[max(self.at - 1, 0)]

    def since(self, first: int) -> Span:
        """From token number `first` to the one just read."""
        start, end = self.spans[first], self.spans[self.at - 1]
        return Span(start.source, start.start, end.end) if end.source is start.source else start

    def adjacent(self, *kinds: str) -> bool:
        """Are these the next tokens, with nothing between them?"""
        at = self.at
        if tuple(self.kinds[at:at + len(kinds)]) != kinds:
            return False
        return all(self.spans[k].end == self.spans[k + 1].start for k in range(at, at + len(kinds) - 1))

    def outdated(self, first: int, was: str, now: str) -> None:
        """Notes an old form from token number `first` on."""
        self.old.append(Old(self.since(first), was, now))

    # -- errors
    @property
    def found(self) -> str:
        """The next token in words."""
        if self.kind == "end":
            return "the end of the program"
        return f"`{self.words[self.at]}`"

    def error(self, message: str, hint: str = "") -> StanError:
        """An error at the next token."""
        return error(message, self.here, hint)

    def unexpected(self, expected: str, hint: str = "") -> StanError:
        """The next token is none that may stand here."""
        return self.error(f"expected {expected}, found {self.found}", hint or self.unclosed())

    def missing(self, kind: str, after: str, hint: str) -> StanError:
        """A token is missing. Where the next one is in another line, the fault is at the end of this one."""
        message = f"expected `{kind}`{after and f' {after}'}, found {self.found}"
        place = self.here if self.here.line == self.before.line and self.kind != "end" else Span(self.before.source, self.before.end, self.before.end)
        return error(message, place, hint or self.unclosed())

    def not_closed(self, kind: str, hint: str) -> StanError:
        """Something else stands where a bracket should be closed."""
        opened = self.spans[self.opened[-1]]
        message = f"expected `{kind}`, found {self.found}"
        said = f"the `{OPENING[kind]}` of line {opened.line} is not closed" if opened.line != self.here.line or self.kind == "end" else ""
        return error(message, self.before if self.kind == "end" else self.here, hint or said)

    def unclosed(self) -> str:
        """Says, at the end of the program, which bracket is not closed."""
        if self.kind != "end" or not self.opened:
            return ""
        opened = self.opened[-1]
        return f"the `{self.kinds[opened]}` of line {self.spans[opened].line} is not closed"

    def no_name(self, of: str) -> StanError:
        """Something else stands where a name should be."""
        word = self.words[self.at]
        if word in TYPE_WORDS:
            return self.error(f"expected the name of the {of}, found the type `{word}`", "names in one declaration, with commas between them, have one type")
        if word in KEYWORDS:
            return self.error(f"`{word}` is a word of Stan's and names no {of}", f"take another name: `{word}_`")
        return self.unexpected(f"the name of the {of}")
