"""Forward mode of vector width n: every active value is followed by n tangents, every active object by n shadows. Any control flow.

A lane is a scalar value (LLVM's loop vectoriser sees through those); n shadow pointers stand for a pointer, as Enzyme's
calling convention has it. The derivative returns `{ value, tangent 0, …, tangent n - 1 }`, or writes tangents into the shadows of outputs."""
from __future__ import annotations

from ...ir import names
from ...ir.dense import is_dense
from ...ir.errors import UnsupportedError
from ...ir.graph.build import EXTENT, FLOATS, PTR, Code, Names, integer, real, size_of
from ...ir.graph.cfg import Cfg
from ...ir.graph.normalise import callee_of, normalise
from ...ir.graph.objects import Objects
from ...ir.records import Block, Function, Inst, Param, Value
from ...ir.ruled import is_ruled
from ...ir.text import read, write
from ..facts.activity import MOVES, POP, PUSH, find_active, tape_of
from ..facts.carried_sums import in_any_order
from ..rules.partials import rule_name
from .call_emission import Emitter, forward_call
from .reverse import Activities, flags_of, forget, only
from .ruled.calls import forward_call as forward_ruled
from .ruled.calls import remember
from .tangents import Tangents

SCRATCH = Value(PTR, "%scratch")                # where tangents of constant memory go
FAILED = Value(PTR, "%failed")                  # why rules of calls failed, 0 when they did not: the function itself has not ended yet


def forward(text: str, name: str, activity: Activities, width: int = 1, forgotten: tuple[bool, ...] = ()) -> str:
    """IR text of `@name_fwd`. `activity` has one entry per parameter: true or "dup" for a pointer that `width` shadows follow. Where one of
    `forgotten` is true nobody looks at what that pointer holds afterwards, nor at what is returned: zeros. UnsupportedError for code without a rule."""
    module = read(text)
    function = module.functions[name]
    derivative = _Forward(function, flags_of(function, activity), width).run()
    if any(forgotten):
        forget(derivative, {p.name for p, f in zip(function.params, forgotten, strict=True) if f})
    return write(only(module, derivative))


class _Forward(Tangents):
    def __init__(self, function: Function, dup: tuple[bool, ...], width: int):
        super().__init__(width, Names("t"))
        self.f = normalise(function)
        self.type = self.f.type if self.f.type == "void" else "{ " + ", ".join([self.f.type] * (width + 1)) + " }"
        self.dup = {p.name for p, d in zip(self.f.params, dup, strict=True) if d}
        self.objects = Objects(self.f)
        self.active = find_active(self.f, self.objects, self.dup)
        self.in_any_order = in_any_order(self.f)        # the tangents of such sums are too, or their loops would stay scalar
        self.shadows: dict[str, list[Value]] = {p: [Value(PTR, names.tangent(p, k)) for k in range(width)] for p in self.dup}
        self.valid: dict[str, Value] = {}              # pointers to differentiated or constant memory, chosen at run time -> i1
        self.uses_scratch = self.may_fail = False
        self.allocas: list[Inst] = []                   # temporaries of dense calls

    def run(self) -> Function:
        cfg = Cfg(self.f)
        for label in cfg.rpo:                       # definitions come before uses other than in phis
            cfg.blocks[label].insts = self._block(cfg.blocks[label])
        self.fill_phis()
        f = self.f
        params = [q for p in f.params for q in (Param(p.type, p.name, _kept(p.attrs)), *self._tangents_of(p))]
        self._place_allocas(f.blocks[0])
        return Function(f"{f.name}_fwd", self.type, params, f.blocks, "", "nounwind")

    def _tangents_of(self, p: Param) -> list[Param]:
        """The parameters that follow one that is differentiated."""
        return [Param(PTR, s.ref, "noalias") for s in self.shadows[p.name]] if p.name in self.dup else []

    def _place_allocas(self, entry: Block) -> None:
        first = [*self.allocas, *(i for i in entry.insts if i.op == "alloca")]
        if self.uses_scratch:
            first.append(Inst("alloca", PTR, SCRATCH.ref, (), "double"))
        code = Code(self.names)
        if self.may_fail:
            first.append(Inst("alloca", PTR, FAILED.ref, (), "i64", align=8))
            code.store(integer(0), FAILED)
        entry.insts = [*first, *code.insts, *(i for i in entry.insts if i.op != "alloca")]

    def shadow(self, pointer: Value) -> tuple[list[Value], Value | None] | None:
        """(the n shadows of a pointer, None or the run-time condition that there are any); None when it leads to no active object.

        Where the condition does not hold the shadows are scratch memory: writes to it are lost, reads must be replaced by 0.
        """
        if not any(r in self.active.objects for r in self.objects.of(pointer)):
            return None
        lanes, known = self._lanes(pointer), self._leads_to_shadow(pointer)
        if known.ref == "true":
            return lanes, None
        self.uses_scratch = True
        return [self.code.select(known, p, SCRATCH) for p in lanes], known

    def _lanes(self, pointer: Value) -> list[Value]:
        return self.shadows.get(pointer.ref) or [Value(PTR, "null")] * self.width

    def _leads_to_shadow(self, pointer: Value) -> Value:
        """i1: whether the pointer's object is active; a constant where that is known."""
        active = [r in self.active.objects for r in self.objects.of(pointer)]
        if active and not all(active) and any(active):
            return self.valid[pointer.ref]
        return Value("i1", "true" if active and all(active) else "false")

    def _block(self, b: Block) -> list[Inst]:
        code = self.code = Code(self.names)
        phis = [i for i in b.insts if i.op == "phi"]
        code.insts += phis
        for i in phis:
            if i.result in self.active.values:
                self.phi(i)
        for i in b.insts[len(phis):]:
            self._inst(i)
        return code.insts

    def _inst(self, i: Inst) -> None:
        match i.op:
            case "ret":
                self._return(i)
            case "alloca":
                self._alloca(i)
            case "getelementptr":
                self._step(i)
            case "load":
                self._load(i)
            case "store":
                self._store(i)
            case "call":
                self._call(i)
            case "select":
                self._select(i)
            case _ if i.result in self.active.values:
                self.code.insts.append(i)
                self.by_rule(i, i.op)
            case _:
                self.code.insts.append(i)

    def _failed(self) -> Value:
        self.may_fail = True
        return FAILED

    def _return(self, i: Inst) -> None:
        if self.may_fail:
            remember(self.code, FAILED, integer(0), Value(PTR, names.STATUS))
        if i.args:
            whole = Value(self.type, "poison")
            for k, v in enumerate([i.args[0], *(self.lane(i.args[0], k) for k in range(self.width))]):
                whole = self.code.op("insertvalue", self.type, (whole, v), (k,))
            i = Inst("ret", "void", None, (whole,))
        self.code.insts.append(i)

    def _alloca(self, i: Inst) -> None:
        self.code.insts.append(i)
        if i.result in self.active.objects:
            self.shadows[i.name] = [self.code.copy(i, i.args) for _ in range(self.width)]
            for p in self.shadows[i.name]:
                self._clear(p, integer(size_of(i.held)))

    def _clear(self, pointer: Value, n: Value) -> None:
        self.code.call("llvm.memset.p0.i64", "void", (pointer, Value("i8", "0"), n, Value("i1", "false")))

    def _step(self, i: Inst) -> None:
        self.code.insts.append(i)
        base = i.args[0]
        if base.ref in self.shadows:
            self.shadows[i.name] = [self.code.copy(i, (s, *i.args[1:])) for s in self.shadows[base.ref]]
        if base.ref in self.valid:
            self.valid[i.name] = self.valid[base.ref]

    def _load(self, i: Inst) -> None:
        self.code.insts.append(i)
        if i.type == PTR:
            raise UnsupportedError("a pointer loaded from memory cannot be differentiated through")
        if i.result in self.active.values and (found := self.shadow(i.args[0])) is not None:
            shadows, known = found
            lanes = [self.code.load(i.type, p) for p in shadows]
            if known is not None:
                lanes = [self.code.select(known, v, real(0.0, i.type)) for v in lanes]
            self.tangents[i.name] = lanes

    def _store(self, i: Inst) -> None:
        self.code.insts.append(i)
        if i.args[0].type in FLOATS and (found := self.shadow(i.args[1])) is not None:
            for k, p in enumerate(found[0]):
                self.code.store(self.lane(i.args[0], k), p)

    def _select(self, i: Inst) -> None:
        self.code.insts.append(i)
        if i.type == PTR:
            self._choose(i)
        elif i.result in self.active.values:
            self.tangents[i.result] = [self.code.select(i.args[0], self.lane(i.args[1], k), self.lane(i.args[2], k)) for k in range(self.width)]

    def _choose(self, i: Inst) -> None:
        """The shadows of a pointer that is chosen at run time."""
        condition, a, b = i.args
        active = [r in self.active.objects for r in self.objects.of(i.value)]
        if any(active):
            pairs = zip(self._lanes(a), self._lanes(b), strict=True)
            self.shadows[i.name] = [self.code.select(condition, x, y) for x, y in pairs]
        if any(active) and not all(active):
            self.valid[i.name] = self.code.select(condition, self._leads_to_shadow(a), self._leads_to_shadow(b))

    def _call(self, i: Inst) -> None:
        callee = callee_of(i)
        if callee == POP:
            return self._pop(i)
        self.code.insts.append(i)
        if callee == PUSH:
            self._push(i)
        elif callee.startswith(MOVES):
            self._move(i)
        elif callee.startswith("llvm.memset."):
            self._set(i)
        elif is_dense(callee):
            forward_call(Emitter(self.code, self.allocas), i, self.width, self.shadow)
        elif is_ruled(callee):
            forward_ruled(self.code, self.allocas, self._failed(), i, self.width, self.shadow)
        elif i.result in self.active.values:
            self.by_rule(i, rule_name(callee))
        elif i.type == "void" and not callee.startswith(("llb.tape.", "llvm.")):
            raise UnsupportedError(f"a call of `{callee}` cannot be differentiated: it has no rule")

    def _pop(self, i: Inst) -> None:
        """Tangents lie above their value on its tape, the last one on top."""
        lanes = [self.code.copy(i, i.args) for _ in range(self.width)] if tape_of(i) in self.active.tapes else []
        self.code.insts.append(i)
        if lanes and i.result in self.active.values:
            self.tangents[i.result] = lanes[::-1]

    def _push(self, i: Inst) -> None:
        if tape_of(i) in self.active.tapes:
            for k in range(self.width):
                self.code.call(PUSH, "void", (*i.args[:2], self.lane(i.args[2], k)))

    def _set(self, i: Inst) -> None:
        """Whatever memory is filled with is a constant: its tangents are 0."""
        if (found := self.shadow(i.args[0])) is not None:
            for p in found[0]:
                self._clear(p, self._where(found[1], i.args[2]))

    def _where(self, condition: Value | None, size: Value) -> Value:
        """The size, or 0 where a run-time condition does not hold."""
        return size if condition is None else self.code.select(condition, size, Value(size.type, "0"))

    def _move(self, i: Inst) -> None:
        to, source, size = self.shadow(i.args[0]), self.shadow(i.args[1]), i.args[2]
        if to is None:
            return
        shadows, known = to
        size = self._where(known, size)
        if source is None or source[1] is not None:
            blank = size if source is None else self.code.select(source[1], Value(size.type, "0"), size)     # type: ignore[arg-type]
            for p in shadows:
                self._clear(p, blank)
        if source is not None:
            moved = self._where(source[1], size)
            for p, q in zip(shadows, source[0], strict=True):
                self.code.call(callee_of(i), "void", (p, q, moved, *i.args[3:]))


def _kept(attrs: str) -> str:
    """Parameter attributes that stay true of a derivative."""
    return " ".join([*(a for a in attrs.split() if a in ("noalias", "readonly")), *EXTENT.findall(attrs)])
