"""The reverse of one block of a function on its way (`reverse.py`): values of the primal, adjoints, and the edges backwards."""
from __future__ import annotations

from ...ir.graph.build import ACC, I64, MINUS_ZERO, PTR, Code, integer, zero_of
from ...ir.graph.cfg import Loop
from ...ir.names import shadow as shadow_name
from ...ir.records import Block, Inst, Value
from ..facts.schedule import interleaves
from ..facts.shadowed import Shadowed
from .halves.rooms import room_of
from .scatter import last_iteration
from .tape import Saved
from .whole import Whole

INTERLEAVE = "interleave"                            # in place of a number of metadata: see `reverse.interleaved`
Key = str | tuple[str, str] | tuple[str, bool, str] | tuple[str, int, int]      # of what has been made here: a value, iteration, pointer or array
Taken = list[tuple[Inst, Value]]                     # phis of the block with their adjoints


class BlockReverse:
    """The reverse of one block: its instructions backwards, then the edges to its predecessors' reverses."""

    def __init__(self, whole: Whole, block: str):
        self.whole, self.block, self.names = whole, block, whole.names
        self.activity, self.objects = whole.activity, whole.objects
        self.head = Code(self.names)
        self.pops: list[tuple[Value | Saved, Value]] = []
        self.code = Code(self.names)
        self.memo: dict[Key, Value] = {}
        self.sums: dict[str, list[Value]] = {}
        self.local = True
        self.source: str | None = None                       # the value that is being reversed

    def get(self, v: Value) -> Value:
        """A primal value, usable here in the reverse."""
        if not v.is_local or v.ref not in self.whole.defs:
            return v
        found = self.memo.get(v.ref)
        if found is None:
            found = self.memo[v.ref] = self.pointer(v) if v.type == PTR and not self.whole.shadowed else self._fetch(v)
        return found

    def _fetch(self, v: Value) -> Value:
        whole = self.whole
        match "ssa" if whole.defs[v.ref][1].op == "alloca" else whole.keep.source(v, self.block):
            case "ssa":
                return v
            case "again":
                if v.ref in whole.counting:
                    return self.iteration(whole.counting[v.ref])
                inst = whole.defs[v.ref][1]
                if affine := whole.keep.affine.get(v.ref):
                    return affine.emitted(self.code, self.get(affine.start), self.iteration(affine.header))
                return self.code.copy(inst, [self.get(a) for a in inst.args])
            case _:
                return self._stored(v)

    def _stored(self, v: Value) -> Value:
        """From an array with an element for each iteration, or from the tape."""
        whole = self.whole
        if whole.keep.counters and self._same_loops(v) and whole.dimensions(v) is not None:
            whole.kept[v.ref] = v
            return self._element(v, whole.element(self.code, v, self.iteration))
        if whole.shadowed and whole.keep.counters and self._same_loops(v) and (room := room_of(whole, v)) is not None:
            whole.roomed[v.ref] = v
            return self._element(v, room.element(self.code, self.iteration, self.get))
        result = Value(v.type, self.names.new())
        self.pops.append((v, result))
        return result

    def _element(self, v: Value, address: Value) -> Value:
        return self.code.load(v.type, address) if v.type != "i1" else self.code.op("trunc", "i1", (self.code.load("i8", address),))

    def _same_loops(self, v: Value) -> bool:
        """Whether the definition's iteration is known here: its loops are around this block and it comes before."""
        cfg, d = self.whole.cfg, self.whole.defs[v.ref][0]
        return set(cfg.chain(d)) <= set(cfg.chain(self.block)) and cfg.dominates(d, self.block)

    def iteration(self, header: str) -> Value:
        """The number of the iteration of an enclosing loop that is being reversed."""
        found = self.memo.get(("k", header))
        if found is None:
            found = self.memo["k", header] = self.head.load(I64, Value(PTR, f"%k.{header}"))
        return found

    def pointer(self, p: Value, shadow: bool = False) -> Value:
        """A pointer built again, into the object or into its shadow (null for an object without)."""
        if self.whole.shadowed:
            return self.get(self.whole.shadowed.of(p)[0] if shadow else p)
        if p.ref in self.objects.params or p.ref in self.objects.allocas:
            if not shadow:
                return p
            return Value(PTR, shadow_name(p.ref)) if p.ref in self.activity.objects else Value(PTR, "null")
        inst = self.objects.defs.get(p.ref)
        if inst is None:
            return p
        key = ("p", shadow, p.ref)
        found = self.memo.get(key)
        if found is None:
            args = [self.pointer(a, shadow) if a.type == PTR else self.get(a) for a in inst.args]
            found = self.memo[key] = self.code.copy(inst, args)
            if shadow and self.has_shadow(p) is not True:       # perhaps null plus an offset
                self.code.insts[-1].flags = ()
        return found

    def has_shadow(self, p: Value) -> Value | bool:
        """Whether the pointer's object has a shadow: known, or a run-time i1."""
        if self.whole.shadowed:
            return self._differs(self.whole.root(p), self.whole.shadowed)
        active = [o in self.activity.objects for o in self.objects.of(p)]
        if all(active):
            return bool(active)
        return self._valid(p) if any(active) else False

    def _differs(self, p: Value, shadowed: Shadowed) -> Value | bool:
        """Whether a pointer is not its own shadow."""
        shadow, found = shadowed.of(p)[0], self.whole.defs.get(p.ref)
        if shadow == p or p.ref in shadowed.active:
            return shadow != p
        if found is not None and found[1].op == "alloca":
            return p.ref in self.activity.objects or not self.objects.is_own(p.ref)
        if (key := ("differs", p.ref)) not in self.memo:
            self.memo[key] = self.code.compare("ne", self.get(p), self.get(shadow))
        return self.memo[key]

    def _valid(self, p: Value) -> Value:
        inst = self.objects.defs.get(p.ref)
        if inst is None or inst.op == "alloca":
            return Value("i1", "true" if p.ref in self.activity.objects else "false")
        if inst.op == "select":
            return self.code.select(self.get(inst.args[0]), self._valid(inst.args[1]), self._valid(inst.args[2]))
        return self._valid(inst.args[0])

    # adjoints

    def add(self, v: Value, x: Value) -> None:
        """adjoint(v) += x."""
        if v.ref not in self.activity.values or v.ref in self.whole.adjoint:
            return
        x = self._guarded(v, x)
        if self.local and self.whole.defs[v.ref][0] == self.block:
            self.sums.setdefault(v.ref, []).append(x)
            return
        slot = self.slot(v)
        self.code.store(self.code.binary("fadd", self.code.load(v.type, slot), x, ACC), slot)

    def _guarded(self, v: Value, x: Value) -> Value:
        """The contribution of the value being reversed to `v`; nothing where a condition says that it was not asked for."""
        for condition, arm in self.whole.guards.leaving(self.source, v.ref) if self.whole.guards else ():
            pair = (x, zero_of(x.type)) if arm == 1 else (zero_of(x.type), x)
            x = self.code.select(self.get(condition), *pair)
        return x

    def take(self, v: Value) -> Value | None:
        """The adjoint of `v`, complete; it counts as read. None when nothing was added."""
        if v.ref in self.whole.adjoint:
            return self.whole.adjoint[v.ref]
        parts = self.sums.pop(v.ref, [])
        if v.ref in self.whole.escaping:
            slot = self.slot(v)
            parts.append(self.code.load(v.type, slot))
            self.code.store(Value(v.type, MINUS_ZERO.ref), slot)
        if not parts:
            return None
        total = parts[0]
        for x in parts[1:]:
            total = self.code.binary("fadd", total, x, ACC)
        return total

    def slot(self, v: Value) -> Value:
        """Where the adjoint of a value of another block is summed. What only some iterations of a FUSED loop add to a value from before it is
        collected first, and added in each iteration: of such sums LLVM makes vectors."""
        name, header = v.ref[1:], self._collecting(v)
        if header is not None:
            name = f"{name}.{header}"
            self.whole.collected.setdefault(header, {})[v.ref] = v
        self.whole.slots["%" + name] = v.type
        return Value(PTR, f"%d.{name}")

    def _collecting(self, v: Value) -> str | None:
        whole, cfg = self.whole, self.whole.cfg
        around = [loop for loop in cfg.chain(self.block) if loop.header in whole.schedule.fused]
        if not around or whole.defs[v.ref][0] in around[-1].body:
            return None
        always = cfg.dominates(self.block, around[-1].latch) and (self.local or len(cfg.pred[self.block]) == 1)
        return None if always else around[-1].header

    def _add_collected(self) -> None:
        """At the end of a FUSED loop's body."""
        for v in self.whole.collected.get(self.block, {}).values():
            some = Value(PTR, f"%d.{v.ref[1:]}.{self.block}")
            x = self.code.load(v.type, some)
            self.code.store(Value(v.type, MINUS_ZERO.ref), some)
            slot = Value(PTR, f"%d.{v.ref[1:]}")
            self.whole.slots[v.ref] = v.type
            self.code.store(self.code.binary("fadd", self.code.load(v.type, slot), x, ACC), slot)

    # edges

    def edges(self, taken: Taken) -> list[Block]:
        whole, cfg, b = self.whole, self.whole.cfg, self.block
        preds = cfg.pred[b]
        if not preds:
            self.code.jump("end")
            return []
        if b in whole.schedule.fused:
            self._add_collected()
            self.code.insts.append(self._back_edge(cfg.loops[b]))
            return []
        if len(preds) == 1:
            self._edge(preds[0], taken)
            return []
        if b in whole.counters.iteration:
            return self._loop_edges(taken)
        order = self._by_condition(preds)
        labels = [f"e.{b}.{k}" for k in range(len(preds))]
        if order is not None:
            condition, preds = order
            self.code.branch(condition, *labels)
        else:
            came = self.get(whole.counters.arrival[b])
            cases = tuple((str(k), x) for k, x in enumerate(labels[1:], 1))
            self.code.insts.append(Inst("switch", "void", None, (came,), (labels[0], cases)))
        return [self._edge_block(x, p, taken) for x, p in zip(labels, preds, strict=True)]

    def _back_edge(self, loop: Loop) -> Inst:
        """The end of a FUSED loop's body."""
        whole = self.whole
        end = whole.cfg.blocks[loop.latch].insts[-1]
        if not interleaves(whole.cfg, loop, whole.defs, whole.activity, whole.trips_of(loop)):
            return end
        return Inst(end.op, end.type, end.result, end.args, end.extra, end.flags, metadata=(*end.metadata, ("llvm.loop", INTERLEAVE)))

    def _by_condition(self, preds: list[str]) -> tuple[Value, list[str]] | None:
        """(condition, [predecessor when true, when false]) of a two-armed if whose condition need not be taped."""
        whole, cfg, b = self.whole, self.whole.cfg, self.block
        top = cfg.idom[b]
        term = cfg.blocks[top].insts[-1]
        two_armed = len(preds) == 2 and term.op == "br" and term.args and cfg.loop_of[top] is cfg.loop_of[b]
        if not two_armed or not whole.keep.counters:
            return None
        arms = [arm for target in term.labels for arm in self._arm(top, target, preds)]
        condition = term.args[0]
        if len(set(arms)) != 2 or condition.ref in whole.defs and whole.keep.source(condition, b) == "tape":
            return None
        return self.get(condition), arms

    def _arm(self, top: str, target: str, preds: list[str]) -> list[str]:
        """The one predecessor that control comes by when it leaves `top` for `target`; empty when that is not sure."""
        cfg = self.whole.cfg
        if target == self.block:
            return [top]
        found = [p for p in preds if p != top and cfg.dominates(target, p)]
        return found if len(found) == 1 and cfg.pred.get(target) == [top] else []

    def _loop_edges(self, taken: Taken) -> list[Block]:
        """Reverse of a loop header: to the preheader from iteration 0, else to the latch of the iteration before."""
        loop, b = self.whole.cfg.loops[self.block], self.block
        k = self.iteration(b)
        self.code.branch(self.code.compare("eq", k, integer(0)), f"e.{b}.0", f"e.{b}.1")
        enter = self._edge_block(f"e.{b}.0", loop.preheader, taken)
        before = Code(self.names)
        before.store(before.binary("add", k, integer(-1)), Value(PTR, f"%k.{b}"))
        back = self._edge_block(f"e.{b}.1", loop.latch, taken)
        back.insts[:0] = before.insts
        return [enter, back]

    def _edge_block(self, label: str, pred: str, taken: Taken) -> Block:
        outer, memo = self.code, self.memo
        self.code, self.memo = Code(self.names), dict(memo)
        self._edge(pred, taken)
        block = Block(label, self.code.insts)
        self.code, self.memo = outer, memo
        return block

    def _edge(self, pred: str, taken: Taken) -> None:
        whole = self.whole
        for phi, a in taken:
            self.source = phi.result
            self.add(phi.incoming(pred), a)
        self.source = None
        for loop in whole.cfg.chain(pred):
            if self.block not in loop.body and loop.header in whole.schedule.fused:
                self._step_over(loop)
                return
            if self.block not in loop.body and loop.header in whole.counters.iteration:
                done = self.get(whole.counters.done[loop.header, self.block])
                self.code.store(done, Value(PTR, f"%k.{loop.header}"))
                if loop.header in whole.scattered():
                    self.code.store(done, last_iteration(loop.header))
        self.code.jump("r." + pred)

    def _step_over(self, loop: Loop) -> None:
        """A FUSED loop has been reversed: only what its sums began with is left."""
        whole = self.whole
        for phi in whole.cfg.blocks[loop.header].insts:
            if phi.op == "phi" and (a := whole.adjoint.get(phi.name)) is not None:
                self.add(phi.incoming(loop.preheader), a)
        self.code.jump("r." + loop.preheader)
