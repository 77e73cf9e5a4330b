"""Statements (reference manual, Statements)."""
from __future__ import annotations

from ..errors import StanError, error
from ..lexer import TYPE_WORDS
from ..nodes import (
    Assign,
    Block,
    Break,
    Call,
    CallStatement,
    Continue,
    Expr,
    For,
    ForEach,
    If,
    Increment,
    Index,
    Name,
    Node,
    Profile,
    Return,
    Say,
    Text,
    Tilde,
    Truncation,
    TupleItem,
    TupleLiteral,
    While,
)  # fmt: skip
from .cursor import Cursor
from .declarations import declaration, end, old_assignment
from .expressions import comma_separated, continued, expression, expressions, operand
from .slips import WORDS, behind, no_type
from .types import CONSTRAINTS

ASSIGNING = frozenset({"=", "+=", "-=", "*=", "/=", ".*=", "./="})
FOR = "a loop is `for (i in 1:N) { … }`"


def statement(c: Cursor, top: bool = False) -> Node:
    """A statement or declaration; at the top of a block, declarations have constraints."""
    kind = c.kind
    if kind in TYPE_WORDS:
        return declaration(c, top, values=True)
    reader = STATEMENTS.get(kind, simple)
    if kind in ("target", "jacobian") and c.peek() != "+=":
        reader = simple
    return reader(c)


def statements(c: Cursor, top: bool = False) -> list[Node]:
    """All up to the closing brace, the braces included."""
    return [statement(c, top) for _ in c.braced()]


def braces(c: Cursor) -> Node:
    """`{ … }`, or a statement that begins with an array: `{a, b} ~ …`."""
    return simple(c) if c.behind_braces() == "~" else block(c)


def block(c: Cursor) -> Block:
    """`{ … }`."""
    first = c.at
    body = statements(c)
    return Block(c.since(first), body)


def nothing(c: Cursor) -> Block:
    """`;` alone."""
    c.next()
    return Block(c.before, [])


# -- what begins with an expression
def simple(c: Cursor) -> Node:
    """An assignment, a call or `y ~ law(…)`."""
    first = c.at
    if c.kind == "name" and c.peek() in ("name", "(", "{", "integer") and c.words[c.at] in WORDS and c.words[c.at] not in ("true", "false"):
        raise c.error(f"`{c.words[c.at]}` begins no statement of Stan's", WORDS[c.words[c.at]])
    left = operand(c) if c.kind not in ("-", "+", "!") else expression(c)
    if c.kind in ASSIGNING:
        op = c.kind
        c.next()
        return assigned(c, first, left, op)
    if old_assignment(c):
        return assigned(c, first, left, "=")
    if isinstance(left, Name) and c.kind == "<" and c.peek() in CONSTRAINTS:
        raise no_statement(c, left, first)
    if isinstance(left, Call) and c.kind == ";":
        return called(c, first, left)
    left = continued(c, left, first)
    if c.kind != "~":
        raise no_statement(c, left, first)
    c.next()
    return drawn(c, first, left)


def assigned(c: Cursor, first: int, target: Expr, op: str) -> Assign:
    """`target = value;`."""
    if not assignable(target):
        raise error("only variables, their elements and items are assigned to", target.span, "write `x = …`, `x[i] = …`, `x.1 = …` or `(a, b) = …`")
    value = expression(c)
    end(c, "behind the assignment")
    return Assign(c.since(first), target, op, value)


def assignable(target: Expr) -> bool:
    """Is this a variable, a part of one, or a tuple of these? Parentheses around one alone are not."""
    if isinstance(target, TupleLiteral):
        return all(assignable(item) for item in target.items)
    if target.span.source.text.startswith("(", target.span.start):
        return False
    if isinstance(target, Index | TupleItem):
        return assignable(target.base)
    return isinstance(target, Name)


def called(c: Cursor, first: int, call: Call) -> Node:
    """A call as a statement; `increment_log_prob(e)`, of earlier versions, is noted."""
    if call.bar or call.name == "target":
        raise error("the value of this call goes nowhere", call.span, "write `target += …;` to add it to the log density")
    end(c, "behind the call")
    if call.name == "increment_log_prob" and len(call.arguments) == 1:
        c.outdated(first, "increment_log_prob(…)", "target += …")
        return Increment(c.since(first), "target", call.arguments[0])
    return CallStatement(c.since(first), call)


def no_statement(c: Cursor, left: Expr, first: int) -> StanError:
    """An expression stands alone, or what should be a declaration."""
    word = c.words[first]
    if c.kinds[first] == "name" and (c.kind == "name" or c.peek() in CONSTRAINTS):
        return error(f"`{word}` is no type and begins no statement", c.spans[first], WORDS.get(word, "") or no_type(word))
    if c.kind == "=" or c.kind in ASSIGNING:
        return error("only variables, their elements and items are assigned to", left.span, "write `x = …`, `x[i] = …`, `x.1 = …` or `(a, b) = …`")
    if c.kind == ":":
        return c.unexpected("`;`", "`=` assigns" if c.peek() == "=" else "`:` stands in `for (i in 1:N)` and in indices")
    if c.kind == ";":
        hint = "`==` compares; to assign, write `=`" if c.words[first + 1] == "==" else "assign it, `x = …;`, or add it to the log density, `target += …;`"
        return error("this expression is no statement: its value goes nowhere", left.span, hint)
    return c.missing(";", "", behind(c)) if c.kind in ("}", "end") or c.here.line != c.before.line else c.unexpected("`=`, `~` or `;`", behind(c))


def drawn(c: Cursor, first: int, value: Expr) -> Tilde:
    """`value ~ law(arguments) T[low, high];`, behind the `~`."""
    span, law = c.here, c.words[c.at]
    if c.kind != "name":
        raise c.unexpected("the name of a distribution", "write `y ~ normal(mu, sigma);`")
    c.next()
    c.open("(", f"and the arguments of `{law}`", f"write `{law}(…)`, or `{law}()` where it has none")
    arguments = expressions(c, ")")
    truncation = truncated(c) if c.kind == "name" and c.words[c.at] == "T" else None
    end(c, "behind the distribution")
    return Tilde(c.since(first), value, law, arguments, truncation, span)


def truncated(c: Cursor) -> Truncation:
    """`T[low, high]`; an end that is missing is infinite."""
    first = c.at
    c.next()
    c.open("[", "and the ends of the truncation", "write `T[low, high]`, `T[low, ]` or `T[, high]`")
    low = None if c.kind == "," else expression(c)
    c.expect(",", "between the ends of the truncation", "write `T[low, high]`, `T[low, ]` or `T[, high]`")
    high = None if c.kind == "]" else expression(c)
    c.close("]", behind(c))
    return Truncation(c.since(first), low, high)


# -- what begins with a word
def increment(c: Cursor) -> Increment:
    """`target += value;`."""
    first, word = c.at, c.kind
    c.next()
    c.next()
    value = expression(c)
    end(c, f"behind `{word} += …`")
    return Increment(c.since(first), word, value)


def for_loop(c: Cursor) -> Node:
    """`for (i in low:high) body` or `for (x in sequence) body`."""
    first = c.at
    c.next()
    c.open("(", "behind `for`", FOR)
    if c.kind in TYPE_WORDS:
        raise c.error("the variable of a loop has no type", FOR)
    span, name = c.here, c.name("variable of the loop")
    c.expect("in", "and what the loop goes over", FOR)
    low = expression(c)
    high = expression(c) if c.accept(":") else None
    c.close(")", FOR if c.kind in ("{", ";", "=") else behind(c))
    body = statement(c)
    if high is None:
        return ForEach(c.since(first), name, span, low, body)
    return For(c.since(first), name, span, low, high, body)


def test_of(c: Cursor, word: str) -> Expr:
    """`(test)` behind `if` or `while`."""
    c.next()
    c.open("(", f"behind `{word}`", f"the test stands in parentheses: `{word} (…) {{ … }}`")
    test = expression(c)
    c.close(")", behind(c))
    return test


def while_loop(c: Cursor) -> While:
    """`while (test) body`."""
    first = c.at
    test = test_of(c, "while")
    body = statement(c)
    return While(c.since(first), test, body)


def condition(c: Cursor) -> If:
    """`if (test) then else other`."""
    first = c.at
    test = test_of(c, "if")
    then = statement(c)
    other = statement(c) if c.accept("else") else None
    return If(c.since(first), test, then, other)


def lone_else(c: Cursor) -> Node:
    """`else` without `if`."""
    raise c.error("`else` has no `if`", "one statement stands between `if (…)` and `else`: several go into `{ }`, and none ends with `;` before the brace")


def leave(c: Cursor) -> Node:
    """`break;` or `continue;`."""
    first, word = c.at, c.kind
    c.next()
    end(c, f"behind `{word}`")
    return Break(c.since(first)) if word == "break" else Continue(c.since(first))


def give(c: Cursor) -> Return:
    """`return value;`."""
    first = c.at
    c.next()
    value = None if c.kind == ";" else expression(c)
    end(c, "behind `return`")
    return Return(c.since(first), value)


def say(c: Cursor) -> Say:
    """`print(…);`, `reject(…);`, `fatal_error(…);`."""
    first, word = c.at, c.kind
    c.next()
    c.open("(", f"and what to say behind `{word}`")
    said = comma_separated(c, ")", said_part)
    end(c, f"behind `{word}(…)`")
    return Say(c.since(first), word, said)


def said_part(c: Cursor) -> Expr:
    """A text or an expression."""
    return text(c) if c.kind == "text" else expression(c)


def text(c: Cursor) -> Text:
    """`"text"`."""
    span, word = c.here, c.words[c.at]
    c.next()
    return Text(span, word[1:-1])


def profile(c: Cursor) -> Profile:
    """`profile("name") { … }`."""
    first = c.at
    c.next()
    c.open("(", "and the name of the profile")
    if c.kind != "text":
        raise c.unexpected("a text", 'write `profile("name") { … }`')
    name = text(c)
    c.close(")")
    body = block(c)
    return Profile(c.since(first), name.value, body)


STATEMENTS = {
    "{": braces, ";": nothing, "for": for_loop, "while": while_loop, "if": condition, "else": lone_else, "break": leave, "continue": leave, "return": give,
    "print": say, "reject": say, "fatal_error": say, "profile": profile, "target": increment, "jacobian": increment,
}  # fmt: skip
