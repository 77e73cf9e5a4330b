"""A whole program: its blocks in their order (reference manual, Program blocks)."""
from __future__ import annotations

from ...ir.words import offered
from ..errors import StanError, error
from ..lexer import KEYWORDS, TYPE_WORDS
from ..nodes import BLOCKS, FunctionDef, Node, Program
from ..source import Source, Span
from .cursor import Cursor
from .declarations import declaration
from .functions import function
from .slips import WORDS
from .statements import statement, statements

ORDER = ", ".join(f"`{name}`" for name in BLOCKS)
TWO_WORDS = {"transformed": ("data", "parameters"), "generated": ("quantities",)}
DECLARING = ("data", "parameters")


def program(c: Cursor, source: Source) -> Program:
    """All blocks up to the end."""
    functions: list[FunctionDef] = []
    blocks: dict[str, list[Node]] = {}
    seen: dict[str, Span] = {}
    if c.kind == "end":
        raise error("the program has no blocks", Span(source, 0, 0), f"a program has blocks with `{{ }}`: {ORDER}")
    while c.kind != "end":
        name, span = heading(c)
        check_order(name, span, seen)
        seen[name] = span
        if name == "functions":
            functions = [function(c) for _ in c.braced()]
        else:
            blocks[name] = body(c, name)
    return Program(Span(source, 0, len(source.text)), functions, blocks, c.old)


def heading(c: Cursor) -> tuple[str, Span]:
    """The name of a block, and where it stands."""
    first, word = c.at, c.words[c.at]
    if word in TWO_WORDS and c.words[c.at + 1] in TWO_WORDS[word]:
        c.next()
        word = f"{word} {c.words[c.at]}"
    if word not in BLOCKS or c.kinds[c.at] == "text":
        raise no_block(c)
    c.next()
    if c.kind != "{":
        raise c.unexpected(f"`{{` behind `{word}`")
    return word, c.since(first)


def no_block(c: Cursor) -> StanError:
    """Something else stands where a block should begin."""
    word = c.words[c.at]
    if c.kind == "}":
        return c.error("`}` closes nothing: no block is open", "remove it, or see whether a block above is closed too early")
    if c.kind in TYPE_WORDS or c.kind == "void":
        return c.error("declarations and functions stand inside of blocks", "put it into a block, as `data { … }` or `functions { … }`")
    both = f"{word} {c.words[c.at + 1]}" if c.kinds[min(c.at + 1, len(c.kinds) - 1)] in ("name", "data", "parameters", "model") else word
    near = offered(both, BLOCKS) if c.kind == "name" or word in KEYWORDS else ""
    return c.error(f"expected a block, found {c.found}", near or WORDS.get(word, "") or f"a program has blocks, in this order: {ORDER}")


def check_order(name: str, span: Span, seen: dict[str, Span]) -> None:
    """Each block stands once, and in its place."""
    if name in seen:
        raise error(f"the block `{name}` stands twice", span, f"the first is in line {seen[name].line}: make one of the two")
    later = next((other for other in seen if BLOCKS.index(other) > BLOCKS.index(name)), None)
    if later is not None:
        raise error(f"the block `{name}` stands behind `{later}`", span, f"blocks stand in this order: {ORDER}")


def body(c: Cursor, name: str) -> list[Node]:
    """What a block holds."""
    if name not in DECLARING:
        return statements(c, top=name != "model")
    return [node for _ in c.braced() for node in declared_alone(c, name)]


def declared_alone(c: Cursor, name: str) -> list[Node]:
    """A declaration of data or parameters."""
    if c.accept(";"):
        return []
    if c.kind in TYPE_WORDS:
        return [declaration(c, top=True, values=False)]
    first = c.here
    statement(c)                     # says what is wrong with it, if it is no statement either
    place = "`transformed data`" if name == "data" else "`transformed parameters` or `model`"
    raise error(f"the block `{name}` holds declarations alone", first, f"statements stand in {place}")
