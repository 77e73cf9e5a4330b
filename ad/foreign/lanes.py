"""What the shadow pass knows of a function on its way: the shadows that there are, and instructions that grow."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from ...ir.errors import UnsupportedError
from ...ir.graph.build import I1, PTR, Code, Names
from ...ir.graph.leaves import Layout
from ...ir.records import Function, Inst, Value
from ..facts.shadowed import Shadowed, Words

ROOM = "%room"                                     # where shadows go that have no place


class Symbols(Protocol):
    """What the pass asks of the module that it works for."""

    layout: Layout

    def derived(self, kind: str, function: str) -> str:
        """`@name` of the derived function, which will be made."""
        ...

    def shadow(self, constant: Value, kind: str) -> Value:
        """The shadow of a pointer constant."""
        ...

    def is_defined(self, name: str) -> bool:
        """Has the function derived forms: a body that is differentiated, or a derivative of its own?"""
        ...

    def allocates(self, name: str) -> tuple[int, ...] | None:
        """Which arguments of an allocator say how many bytes (multiplied); None of other functions."""
        ...

    def frees(self, name: str) -> bool:
        """Does the function give memory back?"""
        ...

    def why_without(self, name: str) -> tuple[str, str] | None:
        """Why a function of the module has no derived form, and what to do; None where there is no more to say."""
        ...

    @property
    def constant_globals(self) -> frozenset[str]:
        """Globals of the module that it says hold constants."""
        ...

    @property
    def inactive(self) -> frozenset[str]:
        """Functions of the module that nothing flows through."""
        ...


class Lanes:
    """One function on its way. `kind`: "aug", or "fwd" with the width behind it."""

    def __init__(self, f: Function, symbols: Symbols, kind: str, words: Mapping[Inst, Words], mask: str = ""):
        self.f, self.symbols, self.kind, self.given_words = f, symbols, kind, words
        self.width = 1 if kind == "aug" else int(kind[3:])
        self.reverse = kind == "aug"
        self.names = Names("s")
        self.code = Code(self.names)
        self.out = Shadowed(f, partial(_constant, symbols, kind, self.width), inactive=symbols.inactive,
                            is_memory=lambda name: symbols.allocates(name) is not None or symbols.frees(name))
        self.late: list[tuple[Inst, list[Inst]]] = []
        self.stands = {i.result: i for b in f.blocks[:1] for i in b.insts if i.op == "alloca" and not dynamic(i)}
        self.parts = _parts(f)
        self.mask = mask or " " * len(f.params)            # of each parameter: "d" with a shadow, "o" with an adjoint, "c" constant, else not known
        self.bases = {i.name: i.args[0].ref for b in f.blocks for i in b.insts if i.op in ("getelementptr", "freeze") and i.type == PTR}

    def shadows(self, v: Value) -> tuple[Value, ...]:
        """The shadows of a pointer."""
        return self.out.of(v)

    def made(self, op: str, type_: str, args: tuple[Value, ...], like: Inst | None = None) -> Value:
        """An instruction of the pass, with what else `like` has."""
        extra, flags, align = (like.extra, like.flags, like.align) if like else (None, (), None)
        inst = Inst(op, type_, self.names.new() if type_ != "void" else None, args, extra, flags, align)
        self.put(inst)
        return Value(type_, inst.result or "")

    def put(self, inst: Inst) -> None:
        """An instruction of the pass."""
        self.code.insts.append(inst)
        self.out.made.add(inst)

    def each(self, make: Callable[[int], Value]) -> tuple[Value, ...]:
        """One value a lane."""
        return tuple(make(k) for k in range(self.width))

    def differs(self, p: Value, shadow: Value) -> Value:
        """i1: whether memory is active."""
        inst = Inst("icmp", I1, self.names.new(), (p, shadow), "ne")
        self.put(inst)
        return inst.value

    def zeroed(self, p: Value, size: Value) -> None:
        """Fills a shadow with zeros."""
        self.put(Inst("call", "void", None, (p, Value("i8", "0"), size, Value(I1, "false")), Value(PTR, "@llvm.memset.p0.i64")))

    def writable(self, p: Value, shadow: Value) -> Value:
        """Where a shadow may be written to: a place of our own where `p` is not active."""
        base = p.ref
        while base in self.bases:
            base = self.bases[base]
        if base in self.stands or base in self.out.active:
            return shadow
        return self.made("select", PTR, (self.differs(p, shadow), shadow, Value(PTR, ROOM)))

    def keep(self, i: Inst) -> None:
        """What has no pointers stays as it is."""
        self.code.insts.append(i)

    def copied_call(self, i: Inst) -> None:
        """A call that gives its first argument, moved or marked."""
        self.code.insts.append(i)
        lanes = self.shadows(i.args[0])
        for lane in lanes:
            self.put(Inst("call", PTR, self.names.new(), (lane, *i.args[1:]), i.extra, arg_attrs=i.arg_attrs))
        self.out.lanes[i.name] = tuple(x.value for x in self.code.insts[-len(lanes):])


def _constant(symbols: Symbols, kind: str, width: int, v: Value) -> tuple[Value, ...]:
    """The shadows of a constant; no method, so that what is done with is not held by a cycle."""
    if v.is_local:
        raise UnsupportedError(f"the pointer `{v.ref}` has no shadow")
    return (symbols.shadow(v, kind),) * width


def _parts(f: Function) -> dict[str, list[Inst]]:
    """The leaves that are taken of each call."""
    out: dict[str, list[Inst]] = {}
    for b in f.blocks:
        for i in b.insts:
            if i.op == "extractvalue":
                out.setdefault(i.args[0].ref, []).append(i)
    return out


def dynamic(i: Inst) -> bool:
    """Is the size of an alloca known when it runs only?"""
    return bool(i.args) and i.args[0].is_local
