"""Pieces of a line of LLVM assembly that many instructions share: flags, operands, labels, index lists, metadata behind it."""

from __future__ import annotations

from ..records import Inst, Value
from .tokens import Tokens, join, starts_type

FLAGS = frozenset([
    "nuw", "nsw", "exact", "inbounds", "nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc", "fast", "disjoint", "nneg", "samesign", "nusw",
    "volatile", "atomic", "weak",
])


def trailer(t: Tokens, inst: Inst) -> None:
    """`, align 8, !dbg !12, !tbaa !3` behind an instruction."""
    metadata: list[tuple[str, str]] = []
    while t.accept(","):
        token = t.take()
        if token == "align":
            inst.align = t.number()
        elif token[0] == "!":
            metadata.append((token[1:], t.constant()))
        elif token == "addrspace":
            t.at -= 1
            inst.attrs = t.group()
            inst.type = f"ptr {inst.attrs}"                     # of an alloca
        else:
            raise t.fail(f"unknown text `{token}`")
    if t.peek():
        raise t.fail(f"unknown text `{join(t.rest())}`")
    inst.metadata = tuple(metadata)


def read_flags(t: Tokens) -> tuple[str, ...]:
    """Flags in front of the type: `nuw nsw`, `inbounds`, `inrange(-16, 0)`."""
    if t.tokens[t.at] not in FLAGS and t.tokens[t.at] != "inrange":
        return ()
    flags: list[str] = []
    while True:
        token = t.tokens[t.at]
        if token in FLAGS:
            t.at += 1
            flags.append(token)
        elif token == "inrange":
            flags.append(t.group())
        else:
            return tuple(flags)


def typed(t: Tokens) -> Value:
    """`type value`"""
    type_ = t.type()
    return Value(type_, t.constant())


def operands(t: Tokens) -> tuple[Value, ...]:
    """`, type value` as often as they come (metadata and align end the list)."""
    found: list[Value] = []
    while t.tokens[t.at] == "," and starts_type(t.tokens[t.at + 1]):
        t.at += 1
        found.append(typed(t))
    return tuple(found)


def label(t: Tokens) -> str:
    """`label %name`, without the sign."""
    t.expect("label")
    return t.take()[1:]


def ordering(t: Tokens) -> str:
    """`syncscope("…") acquire` behind the operands of an atomic access."""
    start = t.at
    while t.peek() not in (",", ""):
        t.take()
    return join(t.tokens[start : t.at])


def indices(t: Tokens) -> tuple[int, ...]:
    """`, 0, 1`: the path into an aggregate."""
    found: list[int] = []
    while t.tokens[t.at] == "," and t.tokens[t.at + 1].isdigit():
        t.at += 1
        found.append(t.number())
    return tuple(found)
