"""Where a value comes from: the global, function or number behind casts, loads of constants, and locals that are stored once, as -O0 leaves them."""
from __future__ import annotations

import re
from collections.abc import Iterator

from ....ir.records import Function, Inst, Module, Value
from ....ir.text.tokens import CASTS, Tokens, tokenize

_GLOBAL = re.compile(r'@("[^"]*"|[-\w.$]+) = (.*)', re.DOTALL)
_HELD = re.compile(r"(?:[a-z_]+(?:\([^)]*\))? )*?(external |extern_weak )?(?:[a-z_]+(?:\([^)]*\))? )*?(constant|alias) (.*)", re.DOTALL)
_CAST = re.compile(rf"(?:{'|'.join(sorted(CASTS))}) ?\((.*) to [^()]*(?:\(\d+\))?\)")
_MARK = "enzyme_"
_PASSED = frozenset({*CASTS, "freeze"})
_DEEPEST = 32


class Globals:
    """Initialisers of constants, and what aliases stand for."""

    def __init__(self, module: Module):
        found = (m for line in module.globals if (m := _GLOBAL.match(line)))
        self.text = {m[1]: m[2] for m in found}

    def constant(self, name: str) -> Value | None:
        """What a constant of this module holds; None for what may change or is elsewhere."""
        held = self._held(name, "constant")
        return _value(held) if held is not None else None

    def alias(self, name: str) -> Value | None:
        """What another name stands for; None for anything else."""
        held = self._held(name, "alias")
        if held is None:
            return None
        held.type()
        if held.peek() == "(":
            held.skip_group()
        held.expect(",")
        return _value(held)

    def _held(self, name: str, kind: str) -> Tokens | None:
        """What stands behind the word."""
        found = _HELD.match(self.text.get(name, ""))
        return Tokens(tokenize(found[3]), found[3]) if found and found[2] == kind and not found[1] else None


class Tracer:
    """Values of one function."""

    def __init__(self, function: Function, known: Globals):
        insts = [i for block in function.blocks for i in block.insts]
        self.made = {i.result: i for i in insts if i.result is not None}
        self.known = known
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
        """A constant integer."""
        found = self.origin(value)
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
            return _value(Tokens(tokenize(cast[1]), ref)) if cast else None
        if inst.op in _PASSED:
            return inst.args[0]
        if inst.op == "phi":
            return self._common(inst)
        return self._loaded(inst) if inst.op == "load" else None

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


def _value(tokens: Tokens) -> Value:
    """A typed value."""
    type_ = tokens.type()
    return Value(type_, tokens.constant())
