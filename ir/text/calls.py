"""Calls in LLVM assembly: `call [flags, convention, return attributes] type [(argument types)] callee(arguments) [attributes] [bundles]`."""

from __future__ import annotations

from ..records import Inst, Value
from .flow import labels
from .operands import label, typed
from .tokens import Tokens, Types, join, starts_type

TAILS = ("tail", "musttail", "notail")
_ENDS = ("", ",", "to")


def call(t: Tokens, op: str, _: Types) -> Inst:
    """A call; its operands are the arguments."""
    flags = _head(t)
    type_ = t.type()
    signature = "ptr"
    if t.peek() == "(":
        start = t.at
        t.skip_group()
        signature = f"{type_} {join(t.tokens[start : t.at])}"
    callee = Value(signature, t.constant())
    args, attrs = _arguments(t)
    return Inst(op, type_, None, args, callee, flags, arg_attrs=attrs, attrs=_tail(t))


def tail_call(t: Tokens, op: str, types: Types) -> Inst:
    """A call behind `tail`, `musttail` or `notail`; the mark is its first flag."""
    t.expect("call")
    inst = call(t, "call", types)
    inst.flags = (op, *inst.flags)
    return inst


def invoke(t: Tokens, op: str, types: Types) -> Inst:
    """A call that says where control goes: `to label %back unwind label %thrown` behind it."""
    inst = call(t, op, types)
    t.expect("to")
    back = label(t)
    t.expect("unwind")
    inst.to = back, label(t)
    return inst


def callbr(t: Tokens, op: str, types: Types) -> Inst:
    """A call of assembly that may jump: `to label %back [label %a, label %b]` behind it."""
    inst = call(t, op, types)
    t.expect("to")
    inst.to = (label(t), *labels(t))
    return inst


def _head(t: Tokens) -> tuple[str, ...]:
    """Flags, calling convention and attributes of the result."""
    start = t.at
    while not starts_type(t.tokens[t.at]):
        t.take()
        if t.tokens[t.at] == "(":
            t.skip_group()
    return _words(t.tokens[start : t.at]) if t.at > start else ()


def _arguments(t: Tokens) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """`(type attributes value, …)`: the values, and their attributes where there are any."""
    t.expect("(")
    args: list[Value] = []
    attrs: list[str] = []
    while not t.accept(")"):
        kind = t.type()
        attrs.append(t.attributes())
        args.append(Value(kind, _metadata(t) if kind == "metadata" else t.constant()))
        t.accept(",")
    return tuple(args), tuple(attrs) if any(attrs) else ()


def _tail(t: Tokens) -> str:
    """Attributes and operand bundles behind the arguments."""
    start = t.at
    while t.peek() not in _ENDS:
        if t.peek() in ("(", "["):
            t.skip_group()
        else:
            t.take()
    return join(t.tokens[start : t.at])


def _words(tokens: list[str]) -> tuple[str, ...]:
    """Flags and attributes as separate strings, a parenthesised argument glued to its word."""
    words: list[str] = []
    group: list[str] = []
    depth = 0
    for token in tokens:
        if depth == 0 and token != "(":
            if group:
                words.append(join(group))
            group = []
        depth += (token == "(") - (token == ")")
        group.append(token)
    words.append(join(group))
    return tuple(words)


def _metadata(t: Tokens) -> str:
    """A metadata argument: `!12`, `!DIExpression()` or a typed value."""
    if starts_type(t.peek()):
        value = typed(t)
        return f"{value.type} {value.ref}"
    return t.constant()
