"""The shadow pass, function to function: behind every value that is a pointer come its shadows as ordinary instructions.

    %p = load ptr, ptr %q        %p.s = load ptr, ptr %q.s
    store ptr %p, ptr %q         store ptr %p.s, ptr (%q.s, or a place of our own where %q has no shadow)
    %p = alloca T                %p.s = alloca T, filled with zeros
    %r = call @g(double %x, ptr %p)     %c = call { ptr, double } @llb.aug.g(double %x, ptr %p, ptr %p.s)

Memory is inactive where shadow and primal are one pointer. In goes a flat function (`ir/graph/flatten.py`). One shadow for reverse mode, `width` for
forward mode; what calls become is `calls.py`.
"""
from __future__ import annotations

from collections.abc import Callable

from ...ir.errors import UnsupportedError
from ...ir.graph.build import FLOATS, I64, PTR, Code, integer
from ...ir.graph.cfg import reverse_postorder
from ...ir.records import Block, Function, Inst, Param, Value, successors
from ..facts.shadowed import FRAME, Shadowed
from .calls import shadow_call
from .lanes import ROOM, Lanes


class Pass(Lanes):
    """One function on its way."""

    def run(self) -> Shadowed:
        params = [q for p, mark in zip(self.f.params, self.mask, strict=True) for q in self._param(p, mark)]
        entry_copies, blocks = self.code.insts, [Block(b.label, self._block(b)) for b in self._in_order()]
        for phi, lanes in self.late:
            for k, lane in enumerate(lanes):
                lane.args = tuple(self.shadows(a)[k] for a in phi.args)
        room = Inst("alloca", PTR, ROOM, (), "[4 x double]", align=16)
        self.out.made.add(room)
        blocks[0].insts[:0] = [room, *entry_copies]
        by_label = {b.label: b for b in blocks}
        self.out.f = Function(self.f.name, self.f.type, params, [by_label[b.label] for b in self.f.blocks], "", "")
        return self.out

    def _in_order(self) -> list[Block]:
        """Blocks so that what is used has been seen, but by phis."""
        by_label = {b.label: b for b in self.f.blocks}
        order = reverse_postorder(self.f.blocks[0].label, {b.label: successors(b) for b in self.f.blocks})
        met = set(order)
        self.f.blocks = [b for b in self.f.blocks if b.label in met]
        return [by_label[x] for x in order]

    def _param(self, p: Param, mark: str) -> list[Param]:
        """A parameter and its shadows or tangents; a float is copied at the entry, so that its adjoint has a place to be taken."""
        if p.type == PTR:
            shadows = self.each(lambda k: Value(PTR, f"{p.name}.s{k}"))
            self.out.lanes[p.name] = (Value(PTR, p.name),) * self.width if mark == "c" else shadows
            self.out.active |= {p.name} if mark == "d" else set()
            return [Param(PTR, p.name), *(Param(PTR, s.ref) for s in shadows)]
        if p.type not in FLOATS:
            return [Param(p.type, p.name)]
        if not self.reverse:
            self.out.tangents[p.name] = self.each(lambda k: Value(p.type, f"{p.name}.s{k}"))
            return [Param(p.type, p.name), *(Param(p.type, t.ref) for t in self.out.tangents[p.name])]
        copy = Inst("freeze", p.type, p.name, (Value(p.type, f"{p.name}.in"),))
        self.out.params[copy] = len(self.out.params)
        self.out.constants |= {p.name} if mark == "c" else set()
        self.code.insts.append(copy)
        return [Param(p.type, f"{p.name}.in")]

    def _block(self, b: Block) -> list[Inst]:
        self.code = Code(self.names)
        for i in b.insts:
            _HANDLERS.get(i.op, Pass.keep)(self, i)
        return self.code.insts

    def _phi(self, i: Inst) -> None:
        lanes = [Inst("phi", PTR, self.names.new(), (), i.extra) for _ in range(self.width)]
        for lane in lanes:
            self.put(lane)
        self.out.lanes[i.name] = tuple(x.value for x in lanes)
        self.late.append((i, lanes))

    def phi(self, i: Inst) -> None:
        """Shadows of phis are phis."""
        self.code.insts.append(i)
        if i.type == PTR:
            self._phi(i)

    def copied(self, i: Inst) -> None:
        """getelementptr, freeze, select: the same of shadows."""
        self.code.insts.append(i)
        if i.type == PTR:
            pointers = [self.shadows(a) if a.type == PTR else (a,) * self.width for a in i.args]
            self.out.lanes[i.name] = self.each(lambda k: self.made(i.op, PTR, tuple(p[k] for p in pointers), i))

    def load(self, i: Inst) -> None:
        """A loaded pointer's shadow is where the shadow of its place says."""
        self.code.insts.append(i)
        if i.type == PTR:
            places = self.shadows(i.args[0])
            self.out.lanes[i.name] = self.each(lambda k: self.made("load", PTR, (places[k],), i))

    def store(self, i: Inst) -> None:
        """A pointer's shadow is stored beside it."""
        self.code.insts.append(i)
        v, p = i.args
        if v.type == PTR:
            for shadow, place in zip(self.shadows(v), self.shadows(p), strict=True):
                self.made("store", "void", (shadow, self.writable(p, place)), i)

    def alloca(self, i: Inst) -> None:
        """Memory of the function has shadows full of zeros. Of a size that is known when it runs only, it is taken of the frame in reverse mode."""
        if i.result in self.stands:
            self.code.insts.append(i)
            size = integer(self._bytes(i))
            self.out.lanes[i.name] = self.each(lambda k: self.made("alloca", PTR, (), i))
            for shadow in self.out.lanes[i.name]:
                self.zeroed(shadow, size)
            return
        count = i.args[0] if i.args else integer(1)
        if count.type != I64:
            count = self.made("zext", I64, (count,))
        size = self.made("mul", I64, (count, integer(self.symbols.layout.shape(i.held).size)))
        self._taken(i, size)

    def _bytes(self, i: Inst) -> int:
        return self.symbols.layout.shape(i.held).size * (int(i.args[0].ref) if i.args else 1)

    def _taken(self, i: Inst, size: Value) -> None:
        if self.reverse:
            take = Value(PTR, "@llb.frame.take")
            self.put(Inst("call", PTR, i.result, (Value(PTR, FRAME), size), take))
            self.put(Inst("call", PTR, self.names.new(), (Value(PTR, FRAME), size), take))
            self.out.lanes[i.name] = (self.code.insts[-1].value,)
        else:
            self.code.insts.append(i)
            self.out.lanes[i.name] = self.each(lambda k: self.made("alloca", PTR, i.args, i))
        for shadow in self.out.lanes[i.name]:
            self.zeroed(shadow, size)

    def inttoptr(self, i: Inst) -> None:
        """A pointer made of a constant leads nowhere."""
        self.code.insts.append(i)
        if i.type == PTR:
            if i.args[0].is_local:
                raise UnsupportedError("a pointer made of an integer cannot be differentiated through", hint="keep it as a pointer")
            self.out.lanes[i.name] = (i.value,) * self.width

    def extractvalue(self, i: Inst) -> None:
        """Leaves of calls that were replaced are there already (`calls.py`); other pointers have no shadow."""
        if i in self.out.made:
            return
        self.code.insts.append(i)
        if i.type == PTR:
            self.out.lanes[i.name] = (i.value,) * self.width

    def ret(self, i: Inst) -> None:
        """Shadows of returned pointers follow what is returned."""
        self.out.returned = len(i.args)
        shadows = tuple(s for a in i.args if a.type == PTR for s in self.shadows(a))
        self.code.insts.append(Inst("ret", "void", None, (*i.args, *shadows)))

    def call(self, i: Inst) -> None:
        """What calls become stands in `calls.py`."""
        shadow_call(self, i)


_HANDLERS: dict[str, Callable[[Pass, Inst], None]] = {
    "phi": Pass.phi, "getelementptr": Pass.copied, "freeze": Pass.copied, "select": Pass.copied, "load": Pass.load, "store": Pass.store,
    "alloca": Pass.alloca, "inttoptr": Pass.inttoptr, "extractvalue": Pass.extractvalue, "ret": Pass.ret, "call": Pass.call,
}
