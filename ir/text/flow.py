"""Instructions of LLVM assembly that end a block or begin a landing pad."""

from __future__ import annotations

from ..records import Inst, Value
from .operands import label, typed
from .tokens import Tokens, Types, join

# of Windows' exceptions: kept as raw text, since no pass of ours looks into them
FUNCLETS = ("catchswitch", "catchpad", "cleanuppad", "catchret", "cleanupret")


def br(t: Tokens, op: str, _: Types) -> Inst:
    """`label %a`, or `i1 %c, label %a, label %b`"""
    if t.peek() == "label":
        return Inst(op, "void", None, (), (label(t),))
    condition = typed(t)
    t.expect(",")
    yes = label(t)
    t.expect(",")
    return Inst(op, "void", None, (condition,), (yes, label(t)))


def switch(t: Tokens, op: str, _: Types) -> Inst:
    """`i32 %x, label %default [ i32 0, label %a … ]`"""
    condition = typed(t)
    t.expect(",")
    default = label(t)
    t.expect("[")
    cases: list[tuple[str, str]] = []
    while not t.accept("]"):
        literal = typed(t).ref
        t.expect(",")
        cases.append((literal, label(t)))
    return Inst(op, "void", None, (condition,), (default, tuple(cases)))


def ret(t: Tokens, op: str, _: Types) -> Inst:
    """`void`, or a typed value"""
    return Inst(op, "void", None, () if t.accept("void") else (typed(t),))


def unreachable(t: Tokens, op: str, _: Types) -> Inst:
    """Nothing more."""
    return Inst(op, "void", None)


def landingpad(t: Tokens, op: str, _: Types) -> Inst:
    """`type cleanup catch type value filter type value`, as many clauses as there are"""
    type_ = t.type()
    flags = ("cleanup",) if t.accept("cleanup") else ()
    words: list[str] = []
    values: list[Value] = []
    while t.peek() in ("catch", "filter"):
        words.append(t.take())
        values.append(typed(t))
    return Inst(op, type_, None, tuple(values), tuple(words), flags)


def resume(t: Tokens, op: str, _: Types) -> Inst:
    """What was thrown goes on, as the value says."""
    return Inst(op, "void", None, (typed(t),))


def indirectbr(t: Tokens, op: str, _: Types) -> Inst:
    """A jump to an address; the labels are those that it can be of."""
    address = typed(t)
    t.expect(",")
    return Inst(op, "void", None, (address,), labels(t))


def labels(t: Tokens) -> tuple[str, ...]:
    """`[label %a, label %b]`"""
    t.expect("[")
    found: list[str] = []
    while not t.accept("]"):
        found.append(label(t))
        t.accept(",")
    return tuple(found)


def funclet(t: Tokens, op: str, _: Types) -> Inst:
    """One of FUNCLETS: its text, and where it can go."""
    start = t.at
    to: list[str] = []
    while t.peek() and not (t.peek() == "," and t.tokens[t.at + 1][:1] == "!"):
        if t.take() == "label":
            to.append(t.peek()[1:])
    return Inst(op, "void" if op.endswith("ret") else "token", None, (), join(t.tokens[start : t.at]), to=tuple(to))
