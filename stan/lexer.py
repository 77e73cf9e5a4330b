"""The text of a program as tokens, those of the files that it includes in their places (reference manual, Program inclusion, Whitespace, Comments)."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

from .errors import error
from .nodes import Old
from .source import Source, Span

TOKEN = re.compile(
    r"""
    (?: [ \t\r\n\f]+ | //[^\n\r]* | /\*(?s:.*?)\*/ )*+
    (?:
        (?P<name> [A-Za-z]\w* )
      | (?P<imaginary> (?: \d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)? | \.\d+(?:_\d+)* )(?:[eE][+-]?\d+(?:_\d+)*)? i )
      | (?P<number> \d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?(?:[eE][+-]?\d+(?:_\d+)*)? | [eE][+-]?\d+(?:_\d+)*) | \.\d+(?:_\d+)*[eE][+-]?\d+(?:_\d+)* )
      | (?P<integer> \d+(?:_\d+)* )
      | (?P<dot> \.\d+(?:_\d+)* )
      | (?P<text> "[^"\r\n]*" )
      | (?P<unclosed> /\* | " )
      | (?P<operator> %/% | \.\*= | \./= | \+= | -= | \*= | /= | \.\* | \./ | \.\^ | \|\| | && | == | != | <= | >= | [-+*/%\\^'!<>=?:;,(){}\[\]|~] )
      | (?P<include> \#include[ \t\r\n\f]+ (?: "(?P<quoted>[^"\r\n]*)" | <(?P<angled>[^>\r\n]*)> | (?P<bare>[^ \t\r\n\f]*) ) )
      | (?P<hash> \#[^\n\r]* )
      | (?P<end> \Z )
      | (?P<wrong> . )
    )
    """,
    re.VERBOSE | re.ASCII,
)  # fmt: skip

SIZED = {                            # types whose values have sizes of their own: how many a declaration may give
    "vector": (1,), "row_vector": (1,), "matrix": (2,), "complex_vector": (1,), "complex_row_vector": (1,), "complex_matrix": (2,),
    "ordered": (1,), "positive_ordered": (1,), "simplex": (1,), "unit_vector": (1,), "sum_to_zero_vector": (1,), "sum_to_zero_matrix": (2,),
    "cholesky_factor_corr": (1,), "cholesky_factor_cov": (1, 2), "corr_matrix": (1,), "cov_matrix": (1,),
    "column_stochastic_matrix": (2,), "row_stochastic_matrix": (2,),
}  # fmt: skip
BASIC = frozenset({"int", "real", "complex", "vector", "row_vector", "matrix", "complex_vector", "complex_row_vector", "complex_matrix"})
TYPES = frozenset({*BASIC, *SIZED})
TYPE_WORDS = frozenset({*TYPES, "array", "tuple"})        # words that begin a declaration
KEYWORDS = frozenset({
    *TYPE_WORDS, "void", "functions", "data", "parameters", "model", "return", "if", "else", "while", "for", "in", "break", "continue", "profile",
    "lower", "upper", "offset", "multiplier", "target", "jacobian", "print", "reject", "fatal_error",
})  # fmt: skip
RESERVED = frozenset({
    "generated", "quantities", "transformed", "repeat", "until", "then", "true", "false", "typedef", "struct", "var", "export", "extern", "static", "auto",
})  # fmt: skip
LITERALS = frozenset({"integer", "number", "imaginary", "dot", "text"})
BOM = "\N{BYTE ORDER MARK}"
WRITTEN = {                          # characters that stand in texts copied from elsewhere: what is meant
    "“": '"', "”": '"', "‘": "'", "’": "'", "−": "-", "–": "-", "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "·": "*", "÷": "/", "∼": "~", "←": "=",
    "\N{NO-BREAK SPACE}": " ", BOM: "",
}  # fmt: skip


class Tokens(NamedTuple):
    """A program's tokens, side by side. The kind of a name is `name`, of a number `integer`, `number`, `imaginary` or, where it may be a tuple's `.1`, `dot`,
    of `"…"` `text`; of all others what they are. The last is `end`."""

    kinds: list[str]
    words: list[str]
    spans: list[Span]
    old: list[Old]                   # comments with `#`


def tokens(source: Source) -> Tokens:
    """All tokens of a program."""
    found = Tokens([], [], [], [])
    read(source, found, (source,))
    end = found.spans[-1].end if found.spans and found.spans[-1].source is source else len(source.text.rstrip())
    found.kinds.append("end")
    found.words.append("")
    found.spans.append(Span(source, end, end))
    return found


def read(source: Source, found: Tokens, open_files: tuple[Source, ...]) -> None:
    """Adds the tokens of one file."""
    kinds, words, spans, _ = found
    for match in TOKEN.finditer(source.text, source.text.startswith(BOM)):
        kind = match.lastgroup or ""
        word = match[kind]
        if kind == "name":
            kinds.append(word if word in KEYWORDS else kind)
        elif kind == "operator":
            kinds.append(word)
        elif kind in LITERALS:
            kinds.append(kind)
        elif kind == "end":
            return
        else:
            APART[kind](source, match, found, open_files)
            continue
        words.append(word)
        spans.append(Span(source, *match.span(kind)))


# -- includes
def include(source: Source, match: re.Match[str], found: Tokens, open_files: tuple[Source, ...]) -> None:
    """Reads a file in the place of `#include`."""
    name = next(match[form] for form in ("quoted", "angled", "bare") if match[form] is not None)
    span = Span(source, *match.span("include"))
    path = next((path for path in candidates(name, open_files) if path.is_file()), None)
    if path is None:
        folders = " and ".join(dict.fromkeys(f"`{path.parent}`" for path in candidates(name, open_files)))
        raise error(f"the file `{name}` to include is not there", span, f"looked for in {folders}")
    if any(same(path, other) for other in open_files):
        raise error(f"the file `{name}` includes itself", span, "remove one of the `#include` lines that lead in a circle")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise error(f"the file `{name}` cannot be read: {wrong}", span) from None
    read(Source(text, str(path)), found, (*open_files, Source("", str(path))))


def candidates(name: str, open_files: tuple[Source, ...]) -> Iterator[Path]:
    """Where a file to include may be: beside the one that includes it, else beside the program. A leading `/` counts from there, as CmdStan has it."""
    for other in (open_files[-1], open_files[0]):
        yield Path(other.path).parent / name.lstrip("/")
    if name.startswith("/"):
        yield Path(name)


def same(path: Path, other: Source) -> bool:
    """Is this the file of a source?"""
    return Path(other.path).is_file() and path.samefile(other.path)


# -- what is no token
def unclosed(source: Source, match: re.Match[str], found: Tokens, open_files: tuple[Source, ...]) -> NoReturn:
    span = Span(source, *match.span("unclosed"))
    if match["unclosed"] == '"':
        raise error("a text has no end in its line", span, 'texts stand between two `"` in one line')
    raise error("a comment has no end", span, "comments from `/*` end with `*/`")


def hash_comment(source: Source, match: re.Match[str], found: Tokens, open_files: tuple[Source, ...]) -> None:
    """`#` began a comment up to Stan 2.32."""
    if match["hash"].startswith("#include"):
        raise error("`#include` names no file", Span(source, *match.span("hash")), 'write `#include "file.stan"`')
    found.old.append(Old(Span(source, *match.span("hash")), "# …", "// …"))


def wrong(source: Source, match: re.Match[str], found: Tokens, open_files: tuple[Source, ...]) -> NoReturn:
    character, span = match["wrong"], Span(source, *match.span("wrong"))
    shown = f"`{character}`" if character.isascii() else f"`{character}` ({unicodedata.name(character, f'U+{ord(character):04X}')})"
    raise error(f"unexpected character {shown}", span, hint(character))


def hint(character: str) -> str:
    """What may be meant."""
    if character in WRITTEN:
        return f"write `{WRITTEN[character]}`" if WRITTEN[character].strip() else f"write {'a plain space' if WRITTEN[character] else 'nothing'} there"
    return MEANT.get(character, NAMES if character.isalpha() else "")


NAMES = "names have letters of the English alphabet, digits and `_`, and begin with a letter"
MEANT = {
    "_": "names begin with a letter; `_` in a number stands between digits",
    ".": "names have no `.`; an item of a tuple is `x.1`, products element by element are `x .* y`",
    "&": "and is `&&`", "$": NAMES, "@": "the product of matrices is `*`", "`": 'texts stand between two `"`',
}  # fmt: skip
APART = {"include": include, "unclosed": unclosed, "hash": hash_comment, "wrong": wrong}
