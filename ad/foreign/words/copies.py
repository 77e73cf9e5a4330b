"""Integers that are pointers or floats which are only moved become what they are.

Compilers move words of any kind as integers: a class of integers joined by load, store, phi, select, freeze, ptrtoint, inttoptr and bitcast is of one
kind, that of the memory it goes through. Bits of floats are tested and their sign is changed; what computes with them otherwise is unsupported.
"""
from __future__ import annotations

from ....ir.graph.build import Names
from ....ir.graph.normalise import float_constant
from ....ir.records import Block, Function, Inst, Value
from .halves import halve
from .inference import Inference
from .kinds import DOUBLE, FLOAT, PTR, WIDTHS, is_integer
from .known import Known
from .masks import sign_pattern
from .moves import Moves

_BACK = {PTR: "ptrtoint", DOUBLE: "bitcast", FLOAT: "bitcast"}
_CHOICES = ("load", "phi", "select", "freeze")


def retype_copies(f: Function, known: Known) -> Inference:
    """Rewrites `f` in place and gives what is known of it. UnsupportedError for bits of floats that are computed with, and for moves between memory of
    unknown kind."""
    inference = halve(f, known)
    moves = Moves(inference)
    kinds = moves.kinds
    if kinds or moves.bases:
        _Retyping(f, inference, moves).run()
    for name, kind in kinds.items():
        if kind == PTR and name in inference.values:
            inference.pointers[name] = inference.classes.target(inference.value(name))
    return inference


class _Retyping:
    """`kinds`: what each integer is that is moved; `same`: what stands for a result that is gone; `bits`: results that are used as integers still."""

    def __init__(self, f: Function, inference: Inference, moves: Moves):
        self.f, self.inference, self.kinds, self.bases = f, inference, moves.kinds, moves.bases
        self.defs = inference.defs
        self.same: dict[str, Value] = {}
        self.bits = set[str]()
        self.names = Names("c")

    def run(self) -> None:
        for i in self.inference.insts:
            self._stand_in(i)
        for b in self.f.blocks:
            for i in b.insts:
                self._inst(i)
        for b in self.f.blocks:
            b.insts = self._placed(b)

    def _stand_in(self, i: Inst) -> None:
        """A conversion whose result is its operand now."""
        if i.result in self.bases:
            return
        if i.result in self.kinds and i.op in ("ptrtoint", "bitcast") or i.op in ("inttoptr", "bitcast") and i.args[0].ref in self.kinds:
            self.same[i.name] = i.args[0]

    def value(self, v: Value, kind: str) -> Value:
        """An operand as what it is."""
        while v.ref in self.same:                   # a constant keeps its own type
            v = self.same[v.ref]
        if v.is_local or v.ref in ("undef", "poison") or not is_integer(v.type):
            return Value(kind, v.ref)
        if kind == PTR:
            return Value(PTR, "null" if v.ref == "0" else f"inttoptr (i64 {v.ref} to ptr)")
        return float_constant(v)

    def _inst(self, i: Inst) -> None:
        if i.result in self.same:
            i.args = tuple([self._stands(a) for a in i.args])
        elif i.result in self.kinds:
            self._made(i, self.kinds[i.name])
        elif i.op == "store" and (kind := self.kinds.get(i.args[0].ref) or self._constant(i)):
            i.args = (self.value(i.args[0], kind), self._other(i.args[1]))
        elif i.op == "icmp" and {i.args[1].ref} == {"0"} and self.kinds.get(i.args[0].ref) == PTR and i.word in ("eq", "ne"):
            i.args = (self.value(i.args[0], PTR), Value(PTR, "null"))
        else:
            i.args = tuple([self._other(a) for a in i.args])
            if i.op == "call" and i.callee.ref in self.same:
                i.extra = Value(i.callee.type, self._stands(i.callee).ref)

    def _constant(self, i: Inst) -> str | None:
        """What the constant is that is stored."""
        return None if i.args[0].is_local else self.kinds.get(f"store {id(i)}")

    def _other(self, v: Value) -> Value:
        """An operand of what moves nothing."""
        if v.ref in self.kinds:
            self.bits.add(v.ref)
            conversion = self.defs[v.ref].op in ("ptrtoint", "bitcast")
            return v if conversion else Value(v.type, v.ref + ".bits")
        return self._stands(v)

    def _stands(self, v: Value) -> Value:
        """What stands for an operand that is gone."""
        while v.ref in self.same:
            v = Value(v.type, self.same[v.ref].ref)
        return v

    def _made(self, i: Inst, kind: str) -> None:
        if i.op == "load":
            i.type, i.args = kind, (self._other(i.args[0]),)
        elif i.op in _CHOICES:
            head = i.args[:1] if i.op == "select" else ()
            i.type, i.args = kind, (*head, *(self.value(a, kind) for a in i.args[len(head):]))

    def _placed(self, b: Block) -> list[Inst]:
        """The block's instructions, signs and bits made real."""
        found, late = list[Inst](), list[Inst]()
        for i in b.insts:
            if late and i.op != "phi":
                found += late
                late = []
            if i.result in self.same and i.result not in self.bits:
                continue
            kind = self.kinds.get(i.result or "")
            found += self._whole(i, kind)
            if i.result in self.bits and i.result not in self.same:
                late.append(Inst(_BACK[kind or PTR], f"i{8 * WIDTHS[kind or PTR]}", f"{i.result}.bits", (Value(kind or PTR, i.name),)))
        return found

    def _whole(self, i: Inst, kind: str | None) -> list[Inst]:
        """What stands for an instruction."""
        if kind and i.op in ("and", "or", "xor"):
            return self._signed(i, kind)
        if i.result in self.bases:
            return self._offset(i, self._stands(self.bases[i.name]))
        if i.op == "store" and (kind := self.kinds.get(f"store {id(i)}")) and i.args[0].is_local:
            made = Inst("bitcast", kind, self.names.new(), (i.args[0],))
            i.args = (made.value, i.args[1])
            return [made, i]
        return [i]

    def _offset(self, i: Inst, base: Value) -> list[Inst]:
        """A computed address as so many bytes from the pointer that it is computed from: it has a shadow then."""
        start = Inst("ptrtoint", "i64", self.names.new(), (base,))
        distance = Inst("sub", "i64", self.names.new(), (i.args[0], start.value))
        return [start, distance, Inst("getelementptr", "ptr", i.result, (base, distance.value), "i8")]

    def _signed(self, i: Inst, kind: str) -> list[Inst]:
        """fneg, fabs and copysign for what the integers did."""
        args = [self.value(a, kind) for a in i.args]
        suffix = "f64" if kind == DOUBLE else "f32"

        def call(name: str, result: str, *operands: Value) -> Inst:
            return Inst("call", kind, result, operands, Value(PTR, f"@llvm.{name}.{suffix}"))

        match sign_pattern(i, self.defs):
            case "fneg":
                return [Inst("fneg", kind, i.result, (args[0],))]
            case "fabs":
                return [call("fabs", i.name, args[0])]
            case "sign":
                return [call("copysign", i.name, Value(kind, "0.0"), args[0])]
            case "-fabs":
                inner = call("fabs", self.names.new(), args[0])
                return [inner, Inst("fneg", kind, i.result, (inner.value,))]
            case _:
                size, sign = sorted(args, key=lambda a: self._is_sign(a.ref))
                return [call("copysign", i.name, size, sign)]

    def _is_sign(self, ref: str) -> bool:
        return sign_pattern(self.defs[ref], self.defs) == "sign"
