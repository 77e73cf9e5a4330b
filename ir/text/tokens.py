"""Tokens of LLVM assembly: types, constants and attribute lists, which every line shares. Instructions are read in `instructions.py`."""

from __future__ import annotations

import re
from functools import lru_cache

from ..errors import LlbayesError

_TOKEN = re.compile(
    r'[%@](?:"[^"]*"|[-\w.$]+)|c?"[^"]*"|!(?:"[^"]*"|[\w.]*)|\#\w+|-?\d+\.\d+(?:e[+-]?\d+)?|0x[KLMHR]?[0-9A-Fa-f]+|-?\d+'
    r"|[A-Za-z_$][\w.$]*|\.\.\.|[()\[\]{}<>,=*|:]|\S"
)
_SIMPLE = frozenset(["void", "half", "bfloat", "float", "double", "fp128", "x86_fp80", "label", "ptr", "metadata", "token", "x86_amx", "target"])
_WORDS = frozenset(["true", "false", "null", "undef", "poison", "zeroinitializer", "none"])
CASTS = frozenset(
    ["trunc", "zext", "sext", "fptrunc", "fpext", "fptoui", "fptosi", "uitofp", "sitofp", "ptrtoint", "inttoptr", "bitcast", "addrspacecast", "ptrtoaddr"]
)
_EXPRESSIONS = CASTS | {"add", "sub", "mul", "shl", "xor", "getelementptr", "splat", "blockaddress", "ptrauth"}
_OF_A_NAME = frozenset(["dso_local_equivalent", "no_cfi"])
_NO_ATTRIBUTES = _WORDS | _EXPRESSIONS | _OF_A_NAME | {"asm"}
_ONE_TOKEN = frozenset("%@-0123456789")  # what names and numbers begin with
_INT = re.compile(r"i\d+$")

Types = dict[str, str]  # a module's named types: `%pair` -> `{ i64, double }`


class IRSyntaxError(LlbayesError):
    """LLVM assembly that the reader does not know; quotes the line, and says which it is where a whole module was read."""

    def __init__(self, message: str, line: str, number: int = 0):
        super().__init__(f"{message}{f' in line {number}' if number else ''}:\n    {line.strip()}")
        self.said, self.line, self.number = message, line, number

    def __reduce__(self):
        return IRSyntaxError, (self.said, self.line, self.number)


def tokenize(line: str) -> list[str]:
    """The tokens of one line; a character that belongs to none is a token of its own and is refused later."""
    return _TOKEN.findall(line)


@lru_cache(maxsize=10_000)
def _is_int(token: str) -> bool:
    return _INT.match(token) is not None


def starts_type(token: str) -> bool:
    """Whether a token can begin a type."""
    return token in _SIMPLE or token[:1] in ("%", "[", "{", "<") or _is_int(token)


def _starts_attribute(token: str) -> bool:
    """Whether a token is the word of an attribute, and neither a type nor a value."""
    if not (token[:1].isalpha() or token[:1] == '"'):
        return False
    return not (token in _NO_ATTRIBUTES or starts_type(token))


def join(tokens: list[str]) -> str:
    """Tokens as text, spaced as LLVM prints them: `dereferenceable(8)`, `[2 x double]`, `"a"="b"`."""
    out: list[str] = []
    previous = ""
    for token in tokens:
        glued = previous in ("", "(", "[", "=", "<") or token in (")", "]", ",", "=", ">", "*", ":") or token == "(" and previous not in (",", "to")
        out.append(token if glued else " " + token)
        previous = token
    return "".join(out)


@lru_cache(maxsize=10_000)
def fields(aggregate: str) -> tuple[str, ...]:
    """Element types of a struct (`{ i64, double }`), each once in order, or of an array or vector: the element type alone."""
    tokens = Tokens(tokenize(aggregate), aggregate)
    opener = tokens.take()
    if opener == "<" and tokens.peek() == "{":
        opener = tokens.take()
    if opener in ("[", "<"):
        if tokens.accept("vscale"):
            tokens.expect("x")
        tokens.take()
        tokens.expect("x")
        return (tokens.type(),)
    if opener != "{":
        raise IRSyntaxError("not an aggregate type", aggregate)
    found: list[str] = []
    while not tokens.accept("}"):
        found.append(tokens.type())
        tokens.accept(",")
    return tuple(found)


def vector_of(element: str, like: str) -> str:
    """A vector of as many elements as the type `like` has."""
    count, x, _ = like.rpartition(" x ")
    if not x:
        raise IRSyntaxError("not a vector type", like)
    return f"{count} x {element}>"


def type_at(aggregate: str, indices: tuple[int, ...], types: Types) -> str:
    """The type at this path inside an aggregate; `types` are the module's named types."""
    for index in indices:
        aggregate = _unnamed(aggregate, types)
        found = fields(aggregate)
        at = index if aggregate[0] == "{" or aggregate[:2] == "<{" else 0
        if at >= len(found):
            raise IRSyntaxError(f"there is no element {index}", aggregate)
        aggregate = found[at]
    return aggregate


def _unnamed(type_: str, types: Types) -> str:
    """What a named type stands for."""
    for _ in types:
        if type_ not in types:
            break
        type_ = types[type_]
    return type_


class Tokens:
    """A cursor over the tokens of one line."""

    __slots__ = ("tokens", "at", "line")

    def __init__(self, tokens: list[str], line: str):
        tokens.append("")
        self.tokens, self.at, self.line = tokens, 0, line

    def fail(self, message: str) -> IRSyntaxError:
        """The error that quotes this line."""
        return IRSyntaxError(message, self.line)

    def peek(self) -> str:
        """The token here; "" at the end of the line."""
        return self.tokens[self.at]

    def take(self) -> str:
        """The token here, and past it; an error at the end of the line."""
        token = self.tokens[self.at]
        if not token:
            raise self.fail("the line ends too early")
        self.at += 1
        return token

    def accept(self, token: str) -> bool:
        """Past the token if it is here; says whether it was."""
        if self.tokens[self.at] == token:
            self.at += 1
            return True
        return False

    def expect(self, token: str) -> None:
        """Past the token, which must be here."""
        if self.tokens[self.at] != token:
            raise self.fail(f"`{token}` expected before `{' '.join(self.tokens[self.at : self.at + 4])}`")
        self.at += 1

    def number(self) -> int:
        """The whole number here, and past it."""
        token = self.take()
        try:
            return int(token)
        except ValueError:                                      # or one of thousands of digits
            raise self.fail(f"`{token[:20]}` is not a whole number") from None

    def rest(self) -> list[str]:
        """All tokens to the end of the line."""
        tokens = self.tokens[self.at : -1]
        self.at = len(self.tokens) - 1
        return tokens

    def type(self) -> str:
        """A type, in LLVM's own spacing."""
        token = self.tokens[self.at]
        if token in _SIMPLE or token[:1] == "%" or _is_int(token):
            self.at += 1
            if token == "ptr" and self.tokens[self.at] == "addrspace":
                return "ptr " + self.group()
            if token == "target":                               # target("name", …)
                self.at -= 1
                return self.group()
            return token
        start = self.at
        if token not in ("{", "[", "<"):
            raise self.fail(f"`{token}` is not a type")
        self.skip_group()
        return canonical_type(tuple(self.tokens[start : self.at]))

    def skip_group(self) -> None:
        """Past the bracket that closes the one here."""
        depth = 0
        while True:
            token = self.take()
            if token in ("(", "[", "{", "<"):
                depth += 1
            elif token in (")", "]", "}", ">"):
                depth -= 1
                if depth == 0:
                    return

    def group(self) -> str:
        """`word(…)` as text."""
        start = self.at
        self.at += 1
        self.skip_group()
        return join(self.tokens[start : self.at])

    def constant(self) -> str:
        """The text of a value: a name, a literal or a constant expression."""
        token = self.tokens[self.at]
        if token[:1] in _ONE_TOKEN or token in _WORDS or token[:2] == 'c"':
            self.at += 1
            return token
        start = self.at
        self._skip_constant(token)
        return join(self.tokens[start : self.at])

    def _skip_constant(self, token: str) -> None:
        """Past a value of several tokens, the first of which is here."""
        if token in ("[", "{", "<"):
            self.skip_group()
        elif token in _EXPRESSIONS:
            self._skip_to_bracket()
            self.skip_group()
        elif token in _OF_A_NAME:
            self.at += 2
        elif token == "asm":
            self._skip_to_bracket()  # which opens the arguments of the call
        elif token[:1] == "!":
            self.at += 1
            if self.tokens[self.at] in ("(", "{"):
                self.skip_group()
        else:
            raise self.fail(f"`{token}` is not a value")

    def _skip_to_bracket(self) -> None:
        """To the bracket that opens the operands of an expression; `inrange(-16, 8)` in front of it has brackets of its own."""
        while self.tokens[self.at] != "(":
            if self.take() == "inrange":
                self.skip_group()

    def attributes(self) -> str:
        """Attributes of a parameter or argument, raw: all up to a name, a value or the end of this place."""
        start = self.at
        tokens = self.tokens
        while _starts_attribute(token := tokens[self.at]):
            self.at += 1
            if tokens[self.at] == "(":
                self.skip_group()
            elif tokens[self.at] == "=":
                self.at += 2
            elif token == "align":
                self.at += 1
        return join(tokens[start : self.at]) if self.at > start else ""

    def raw_until_type(self) -> str:
        """Linkage, calling convention and return attributes."""
        start = self.at
        while not starts_type(self.peek()):
            self.take()
            if self.peek() == "(":
                self.skip_group()
        return join(self.tokens[start : self.at])


@lru_cache(maxsize=10_000)
def canonical_type(tokens: tuple[str, ...]) -> str:
    """`{ i64, double }`, `[4 x double]`, `<{ i8, i32 }>`: the spacing that LLVM prints."""
    text = " ".join(tokens)
    text = re.sub(r" ,", ",", text)
    text = re.sub(r"([\[<(]) ", r"\1", text)
    text = re.sub(r" ([\]>)])", r"\1", text)
    return re.sub(r" \(", "(", text)
