"""Where a value comes from: the global, function or number behind casts, loads of constants, locals that are stored once, as -O0 leaves them, functions that
give the same always, parameters that are given the same by all callers."""
from __future__ import annotations

import re
from collections.abc import Iterator

from ....ir.records import Function, Inst, Module, Value
from ....ir.text.tokens import CASTS, Tokens, tokenize
from .constants import Globals, typed
from .words import MODES, TAPE, entry_point

_CAST = re.compile(rf"(?:{'|'.join(sorted(CASTS))}) ?\((.*) to [^()]*(?:\(\d+\))?\)")
_MARK = "enzyme_"
_PASSED = frozenset({*CASTS, "freeze"})
_DEEPEST = 32
_LOCAL = frozenset(["internal", "private"])
_ANOTHER = frozenset(["weak", "linkonce", "available_externally", "extern_weak"])      # what runs may be another definition


class Program:
    """The functions of a module, each looked at when it is asked for."""

    def __init__(self, module: Module):
        self.module, self.known = module, Globals(module)
        self._tracers: dict[str, Tracer] = {}
        self._asked: set[tuple[str, int]] = set()                # what is being found out

    def of(self, name: str) -> Tracer:
        """The values of a function."""
        if name not in self._tracers:
            self._tracers[name] = Tracer(self.module.functions[name], self)
        return self._tracers[name]

    def returned(self, name: str) -> Value | None:
        """The global or number that a function gives, whatever it is called with."""
        function = self.module.functions.get(name)
        if function is None or not function.blocks or _ANOTHER & set(function.prefix.split()):
            return None
        return self._same((name, -1), [(name, i.args[0]) for block in function.blocks for i in block.insts if i.op == "ret" and i.args])

    def given(self, function: Function, place: int) -> Value | None:
        """The global or number that a parameter is in all calls, of a function that nobody else can call."""
        if not _LOCAL & set(function.prefix.split()) or any(f"@{function.name}" in text for text in self.known.text.values()):
            return None
        calls = list(self._mentioning(f"@{function.name}"))
        if any(call.op not in ("call", "invoke") or call.callee.ref[1:] != function.name or _passes(call, function.name) for _, call in calls):
            return None
        return self._same((function.name, place), [(caller, call.args[place]) for caller, call in calls])

    def _same(self, key: tuple[str, int], values: list[tuple[str, Value]]) -> Value | None:
        """What values of these functions all are; None where they differ or are not known."""
        if key in self._asked:
            return None
        self._asked.add(key)
        found = {self.of(name).origin(value) for name, value in values}
        self._asked.discard(key)
        return next(iter(found)) if len(found) == 1 and not any(value.is_local for value in found) else None

    def _mentioning(self, ref: str) -> Iterator[tuple[str, Inst]]:
        """Instructions that name a global, with the functions that they are in."""
        for name, function in self.module.functions.items():
            yield from ((name, i) for block in function.blocks for i in block.insts if _passes(i, ref[1:]) or isinstance(i.extra, Value) and i.extra.ref == ref)


class Tracer:
    """Values of one function."""

    def __init__(self, function: Function, program: Program):
        insts = [i for block in function.blocks for i in block.insts]
        self.own, self.program, self.known = function, program, program.known
        self.made = {i.result: i for i in insts if i.result is not None}
        self.stored = _stored_once(insts)

    def origin(self, value: Value) -> Value:
        """The value as it is where it comes from, as far as that is known."""
        for _ in range(_DEEPEST):
            before = self._before(value)
            if before is None:
                break
            value = before
        return value

    def marker(self, value: Value) -> str:
        """The name of the `enzyme_…` that an operand of a call is or was loaded from; "" for any other value."""
        found = self.origin(value)
        name = found.ref.removeprefix("metadata ").lstrip("!@%").strip('"') if found.ref[0] in "@%!" else ""
        return name if name.startswith(_MARK) else ""

    def number(self, value: Value) -> int | None:
        """A constant integer; the size of a tape, which a call asks for, is one."""
        found = self.origin(value)
        made = self.made.get(found.ref)
        if made is not None and made.op == "call" and MODES.get(entry_point(made.callee.ref)) == "augmentsize":
            return TAPE
        return int(found.ref) if re.fullmatch(r"-?\d+", found.ref) and found.type[0] == "i" else None

    def function(self, value: Value) -> str:
        """The name of the global that a pointer leads to; "" where it is not known."""
        found = self.origin(value)
        return found.ref[1:] if found.ref[0] == "@" else ""

    def _before(self, value: Value) -> Value | None:
        """One step towards the origin."""
        ref = value.ref
        if ref[0] == "@":
            return self.known.alias(ref[1:])
        inst = self.made.get(ref) if ref[0] == "%" else None
        if inst is None:
            cast = _CAST.fullmatch(ref)
            return typed(Tokens(tokenize(cast[1]), ref)) if cast else self._given(ref)
        if inst.op in _PASSED:
            return inst.args[0]
        step = {"phi": self._common, "load": self._loaded, "call": self._called, "invoke": self._called}.get(inst.op)
        return None if step is None else step(inst)

    def _given(self, ref: str) -> Value | None:
        """What a parameter always is."""
        place = next((k for k, param in enumerate(self.own.params) if param.name == ref), None)
        return None if place is None else self.program.given(self.own, place)

    def _called(self, call: Inst) -> Value | None:
        """What a function always gives, as a lambda without captures gives its address."""
        return self.program.returned(call.callee.ref[1:]) if call.callee.ref[0] == "@" else None

    def _loaded(self, load: Inst) -> Value | None:
        """What a load gives: the marker that it reads, what was stored once, what a constant holds."""
        address = self.origin(load.args[0])
        if address.ref[0] == "@":
            return address if address.ref.strip('@"').startswith(_MARK) else self.known.constant(address.ref[1:])
        found = self.stored.get(address.ref)
        return found if found is not None and found.type == load.type else None

    def _common(self, phi: Inst) -> Value | None:
        """What all values of a phi are."""
        others = {v for v in phi.args if v.ref != phi.result}
        if len(others) == 1:
            return others.pop()
        found = {self._marked(v) for v in others}
        return found.pop() if len(found) == 1 else None

    def _marked(self, value: Value) -> Value | None:
        """The marker that is loaded on each way."""
        inst = self.made.get(value.ref)
        return self._loaded(inst) if inst is not None and inst.op == "load" else None


def _passes(inst: Inst, name: str) -> bool:
    """Is a global among the operands?"""
    return any(f"@{name}" in value.ref for value in inst.args if "@" in value.ref)


def _stored_once(insts: list[Inst]) -> dict[str, Value]:
    """What locals hold whose address is used by one store and by loads alone."""
    allocas = {i.result for i in insts if i.op == "alloca"}
    values: dict[str, list[Value]] = {}
    for inst in insts:
        if inst.op == "store" and inst.args[1].ref in allocas:
            values.setdefault(inst.args[1].ref, []).append(inst.args[0])
    escaped = {v.ref for inst in insts for v in _kept(inst) if v.ref in allocas}
    return {name: found[0] for name, found in values.items() if len(found) == 1 and name not in escaped}


def _kept(inst: Inst) -> Iterator[Value]:
    """Operands that may be written through or go elsewhere; not the addresses of loads, stores and marks of lifetimes."""
    if inst.op == "store":
        yield inst.args[0]
    elif inst.op != "load" and not (inst.op == "call" and inst.callee.ref.startswith("@llvm.lifetime.")):
        yield from inst.args

