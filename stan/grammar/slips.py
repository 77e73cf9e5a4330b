"""What writers of other languages, and fingers, put into Stan programs: what to write instead, by the token that cannot stand where it does."""
from __future__ import annotations

from ...ir.words import offered
from ..lexer import KEYWORDS, TYPE_WORDS
from .cursor import Cursor

OTHER_TYPES = {
    "float": "real", "double": "real", "number": "real", "numeric": "real", "Real": "real", "integer": "int", "bool": "int", "boolean": "int", "long": "int",
    "unsigned": "int<lower=0>", "Int": "int", "list": "array[N] real", "vec": "vector[N]", "rowvector": "row_vector[N]", "mat": "matrix[N, M]",
    "string": "", "str": "", "char": "", "auto": "", "var": "", "let": "", "const": "",
}  # fmt: skip

# a word where an expression has ended, or a statement begins -> what is meant
WORDS = {
    "and": "and is `&&`", "or": "or is `||`", "not": "not is `!`", "is": "equality is `==`", "then": "after `if (…)` stands the statement, without `then`",
    "elif": "it is `else if`", "elseif": "it is `else if`", "elsif": "it is `else if`", "end": "blocks end with `}`", "endif": "blocks end with `}`",
    "endfor": "blocks end with `}`", "do": "a loop is `while (test) { … }`", "def": "a function is `real f(real x) { … }`, in the block `functions`",
    "function": "a function is `real f(real x) { … }`, in the block `functions`", "pass": "an empty statement is `;`", "mod": "a remainder is `%`",
    "div": "the quotient of whole numbers is `%/%`", "repeat": "loops are `for` and `while`", "until": "loops are `for` and `while`",
    "true": "true is `1`", "false": "false is `0`", "True": "true is `1`", "False": "false is `0`", "TRUE": "true is `1`", "FALSE": "false is `0`",
}  # fmt: skip

# a token where an expression has ended
BEHIND = {
    "=": "`==` compares, `=` assigns and is no part of an expression",
    "|": "or is `||`; `|` stands in calls of densities, behind the first argument",
    "(": "a product is written `a * b`",
    "~": "`~` stands in statements of their own: `y ~ normal(mu, sigma);`",
    "if": "a choice in an expression is `test ? a : b`",
    "in": "`in` stands in `for (i in …)` alone",
    "!": "unequal is `!=`",
}  # fmt: skip

# the token before, and the one where an expression should begin
BEFORE = {
    ("*", "*"): "a power is `x ^ y`", ("/", "/"): "the quotient of whole numbers is `%/%`", ("=", "="): "equality is `==`", (">", "="): "it is `>=`",
    ("=", ">"): "it is `>=`", ("=", "<"): "it is `<=`", ("<", ">"): "unequal is `!=`", ("&&", "&"): "and is `&&`", ("|", "|"): "or is `||`",
    ("%", "%"): "a remainder is `%`, the quotient of whole numbers `%/%`", (":", "="): "`=` assigns", ("=", "~"): "a statement has `=` or `~`",
    ("-", ">"): "`=` assigns",
}  # fmt: skip


def at_start(c: Cursor) -> str:
    """A hint where an expression should begin."""
    word, last = c.words[c.at], c.kinds[c.at - 1]
    if last in "+-" and c.kinds[c.at - 2] == last and c.spans[c.at - 2].end == c.spans[c.at - 1].start:
        return f"`x {last}= 1` makes x {'larger' if last == '+' else 'smaller'} by one"
    if c.kind == "'":
        return 'texts stand between two `"`'
    if c.kind == "text":
        return "texts stand in `print`, `reject`, `fatal_error` and `profile` alone"
    if c.kind == "target":
        return "`target += …` adds to the log density" if c.peek() in ("=", "~", "<") else "the value so far is `target()`"
    if c.kind in BEHIND and c.kind in KEYWORDS:
        return BEHIND[c.kind]
    if c.kind in KEYWORDS:
        return f"`{word}` is a word of Stan's and names nothing else"
    return BEFORE.get((last, c.kind), "") or c.unclosed()


def behind(c: Cursor) -> str:
    """A hint where an expression has ended."""
    word, last = c.words[c.at], c.kinds[c.at - 1]
    if c.kind == "[" and last == "'":
        return "an index of a transpose needs parentheses: `(x')[i]`"
    if last == "'" and c.kind in ("name", "text"):
        return 'texts stand between two `"`'
    if c.kind in ("name", "(") and last in ("integer", "number", "dot"):
        return "a product is written `a * b`"
    if c.kind == "name" and word in WORDS:
        return WORDS[word]
    if last == "name" and c.words[c.at - 1] in ("not", "True", "False"):
        return WORDS[c.words[c.at - 1]]
    return BEHIND.get(c.kind, "")


def no_type(word: str) -> str:
    """A hint for a word that stands where a type should."""
    if word in OTHER_TYPES:
        return f"it is `{OTHER_TYPES[word]}` in Stan" if OTHER_TYPES[word] else f"types are {listed()}"
    return offered(word, TYPE_WORDS) or f"types are {listed()}"


def listed() -> str:
    """The types that most programs need."""
    return "`int`, `real`, `vector[N]`, `row_vector[N]`, `matrix[M, N]`, `array[N] …`, `tuple(…)` and constrained ones as `simplex[N]`"
