"""Integers of 64 bits that hold two words of 32 become two integers: so a pair of floats is moved, and taken apart.

    %v = load i64, ptr %p                       %v.lo = load i32, ptr %p;  %v.hi = load i32, ptr (%p + 4)
    %a = trunc i64 %v to i32              ->    %a is %v.lo
    %h = lshr i64 %v, 32                        %b is %v.hi
    %b = trunc i64 %h to i32
"""
from __future__ import annotations

from ....ir.graph.build import Code, Names
from ....ir.records import Block, Function, Inst, Value
from .inference import Inference
from .kinds import FLOAT
from .known import Known
from .strides import whole
from .view import Views

_MOVES = ("phi", "select", "freeze", "or")
ZERO = Value("i32", "0")
Halves = tuple[Value, Value]


def halve(f: Function, known: Known) -> Inference:
    """Rewrites `f` where words of 32 bits are floats and all is understood that is done with the 64. What is known of `f` then."""
    inference = Inference(f, known)
    found = _Halving(f, inference).found()
    if not found:
        return inference
    _Rewriting(found).run(f)
    return Inference(f, known)


class _Halving:
    """Which integers are halved."""

    def __init__(self, f: Function, inference: Inference):
        self.f, self.inference, self.views = f, inference, Views(inference)
        self.users: dict[str, list[Inst]] = {}
        for i in inference.insts:
            for a in i.args:
                if a.is_local:
                    self.users.setdefault(a.ref, []).append(i)

    def found(self) -> dict[str, Inst]:
        """Instructions whose integers are halved by result; stores of constants under their own names."""
        found, seen = dict[str, Inst](), set[str]()
        for i in self.inference.insts:
            if i.op == "load" and i.type == "i64" and i.name not in seen:
                members = self._members(i)
                seen |= set(members)
                if all(map(self._understood, members.values())) and any(map(self._floats, members.values())):
                    found |= members
            elif i.op == "store" and i.args[0].type == "i64" and not i.args[0].is_local and self._at_floats(i.args[1]):
                found[f"store {id(i)}"] = i
        return found

    def _members(self, start: Inst) -> dict[str, Inst]:
        """What a value is joined with by moves."""
        members, stack = dict[str, Inst](), [start]
        while stack:
            i = stack.pop()
            if i.result is None or i.type != "i64" or i.name in members:
                continue
            members[i.name] = i
            stack += [self.inference.defs[a.ref] for a in i.args if a.type == "i64" and a.ref in self.inference.defs]
            stack += [u for u in self.users.get(i.name, ()) if u.op in _MOVES or _by_half(u)]
        return members

    def _understood(self, i: Inst) -> bool:
        if i.op == "phi" and any(a.is_local and a.ref not in self.inference.defs for a in i.args):
            return False
        made = i.op in ("load", *_MOVES) or _by_half(i) or i.op == "zext" and i.args[0].type == "i32"
        return made and all(self._taken(u, i) for u in self.users.get(i.name, ()))

    def _taken(self, user: Inst, i: Inst) -> bool:
        if user.op == "store":
            return user.args[0].ref == i.name
        return user.op in _MOVES or _by_half(user) or user.op == "trunc" and user.type == "i32"

    def _floats(self, i: Inst) -> bool:
        """Whether a half is a float by its use or by the memory that it goes through."""
        if i.op == "load" and self._at_floats(i.args[0]):
            return True
        for u in self.users.get(i.name, ()):
            if u.op == "store" and self._at_floats(u.args[1]):
                return True
            if u.op == "trunc" and any(v.op == "bitcast" for v in self.users.get(u.name, ())):
                return True
        return False

    def _at_floats(self, address: Value) -> bool:
        at = self.inference.pointer(address)
        return any(found is not None and found.kind == FLOAT for found in (self.views.word([at]), self.views.word([at.moved(4)])))


def _by_half(i: Inst) -> bool:
    """A shift by 32."""
    return i.op in ("shl", "lshr") and i.type == "i64" and i.args[1].ref == "32"


class _Rewriting:
    """`halves`: the two integers for each of 64 bits; `same`: what stands for a result that needs no instruction."""

    def __init__(self, found: dict[str, Inst]):
        self.found = found
        self.names = Names("h")
        self.halves: dict[str, Halves] = {name: (Value("i32", self.names.new()), Value("i32", self.names.new())) for name in found if name[0] == "%"}
        self.same: dict[str, Value] = {}

    def run(self, f: Function) -> None:
        for b in f.blocks:
            b.insts = self._block(b)
        for b in f.blocks:
            for i in b.insts:
                i.args = tuple([self._stands(a) for a in i.args])

    def _stands(self, v: Value) -> Value:
        while v.ref in self.same:
            v = self.same[v.ref]
        return v

    def _block(self, b: Block) -> list[Inst]:
        code = Code(self.names)
        for i in b.insts:
            if i.result in self.found:
                self._made(i, code)
            elif i.op == "store" and (i.args[0].ref in self.found or f"store {id(i)}" in self.found):
                for value, address in zip(self._of(i.args[0]), _addresses(i.args[1], code), strict=True):
                    code.insts.append(Inst("store", "void", None, (value, address), None, i.flags, min(i.align or 1, 4), _dbg(i)))
            elif i.op == "trunc" and i.args[0].ref in self.found:
                self.same[i.name] = self.halves[i.args[0].ref][0]
            else:
                code.insts.append(i)
        return code.insts

    def _made(self, i: Inst, code: Code) -> None:
        low, high = results = self.halves[i.name]
        match i.op:
            case "load":
                for result, address in zip(results, _addresses(i.args[0], code), strict=True):
                    code.insts.append(Inst("load", "i32", result.ref, (address,), None, i.flags, min(i.align or 1, 4), _dbg(i)))
            case "zext":
                self.same |= {low.ref: i.args[0], high.ref: ZERO}
            case "shl":
                self.same |= {low.ref: ZERO, high.ref: self._of(i.args[0])[0]}
            case "lshr":
                self.same |= {low.ref: self._of(i.args[0])[1], high.ref: ZERO}
            case _:
                self._moved(i, results, code)

    def _moved(self, i: Inst, results: Halves, code: Code) -> None:
        head = i.args[:1] if i.op == "select" else ()
        data = [self._of(a) for a in i.args[len(head):]]
        for k, result in enumerate(results):
            args = tuple([self._stands(a[k]) for a in data])
            if i.op == "or" and ZERO in args:
                self.same[result.ref] = args[1] if args[0] == ZERO else args[0]
            else:
                code.insts.append(Inst(i.op, "i32", result.ref, (*head, *args), i.extra, metadata=_dbg(i)))

    def _of(self, v: Value) -> Halves:
        """The halves of an operand."""
        if v.ref in self.halves:
            return self.halves[v.ref]
        if not v.ref.lstrip("-").isdigit():
            return Value("i32", v.ref), Value("i32", v.ref)
        bits = whole(v) % (1 << 64)
        return Value("i32", str(bits & 0xFFFFFFFF)), Value("i32", str(bits >> 32))


def _addresses(p: Value, code: Code) -> Halves:
    return p, code.op("getelementptr", "ptr", (p, Value("i64", "4")), "i8", ("inbounds",))


def _dbg(i: Inst) -> tuple[tuple[str, str], ...]:
    return tuple(m for m in i.metadata if m[0] == "dbg")
