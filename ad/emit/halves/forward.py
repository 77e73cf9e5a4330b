"""Forward mode of a function whose pointers have shadows as values (`ad/foreign/shadow.py`): tangents are put between its instructions.

    fwdN.f(parameters, each float with N tangents, each pointer with N shadows behind it) -> { each leaf of the result, likewise }
"""
from __future__ import annotations

from ....ir.errors import UnsupportedError
from ....ir.graph.build import FLOATS, I64, PTR, Code, Names, integer, real
from ....ir.graph.cfg import returning, reverse_postorder
from ....ir.graph.normalise import callee_of
from ....ir.records import Block, Function, Inst, Value, successors
from ...facts.activity import MOVES, POP, PUSH
from ...facts.open_activity import CONSTANT
from ...facts.shadowed import MADE, Call, Shadowed, Words
from ...rules.inert import is_inert, is_noreturn
from ...rules.outside import plain
from ...rules.partials import FLAT, RULES, rule_name
from ..forward import Tangents


def forward_shadowed(shadowed: Shadowed, width: int) -> Function:
    """The forward derivative, without its name."""
    return ShadowedForward(shadowed, width).run()


class ShadowedForward(Tangents):
    """Every floating value has tangents, those of constants are 0."""

    def __init__(self, shadowed: Shadowed, width: int):
        super().__init__(width, Names("t"))
        self.shadowed = shadowed
        self.tangents = {name: list(lanes) for name, lanes in shadowed.tangents.items()}
        self.made: dict[str, Value] = {}
        self.returning = set[str]()
        self.leaves = False                            # does the block never come to the function's end?

    def run(self) -> Function:
        f = self.shadowed.f
        self.returning = returning(f)
        by_label = {b.label: b for b in f.blocks}
        for label in reverse_postorder(f.blocks[0].label, {b.label: successors(b) for b in f.blocks}):
            by_label[label].insts = self._block(by_label[label])
        self.fill_phis()
        end = next((b.insts[-1] for b in f.blocks if b.insts[-1].op == "ret"), None)
        type_ = end.args[0].type if end is not None and end.args else "void"
        return Function("", type_, f.params, f.blocks)

    def _block(self, b: Block) -> list[Inst]:
        code = self.code = Code(self.names)
        self.leaves = b.label not in self.returning
        phis = [i for i in b.insts if i.op == "phi"]
        code.insts += phis
        for i in phis:
            if i.type in FLOATS:
                self.phi(i)
        for i in b.insts[len(phis):]:
            self._inst(i)
        return code.insts

    def _inst(self, i: Inst) -> None:
        if i in self.shadowed.calls:
            self._derived(i, self.shadowed.calls[i])
            return
        if i.op == "ret":
            self._return(i)
            return
        if i.op == "call" and callee_of(i) == POP:
            self.tangents[i.name] = [self.code.copy(i, i.args) for _ in range(self.width)][::-1]
        self.code.insts.append(i)
        if i in self.shadowed.made:
            return
        match i.op:
            case "load" if i.type in FLOATS:
                self._load(i)
            case "store" if i.args[0].type in FLOATS:
                self._store(i)
            case "call":
                self._call(i)
            case "select" if i.type in FLOATS:
                self.tangents[i.name] = [self.code.select(i.args[0], self.lane(i.args[1], k), self.lane(i.args[2], k)) for k in range(self.width)]
            case op if i.type in FLOATS and op not in CONSTANT:
                self.by_rule(i, op)
            case _:
                pass

    def _derived(self, i: Inst, call: Call) -> None:
        """The forward form of what was called, with the tangents of its floating arguments."""
        args: list[Value] = []
        for a in i.args:
            args.append(a)
            if a.type in FLOATS:
                args += [self.lane(a, k) for k in range(self.width)]
        self.code.insts.append(Inst("call", i.type, i.result, tuple(args), call.reverse))

    def _return(self, i: Inst) -> None:
        """Each leaf with its tangents or shadows."""
        leaves, shadows = i.args[:self.shadowed.returned], list(i.args[self.shadowed.returned:])
        values: list[Value] = []
        for v in leaves:
            values.append(v)
            if v.type in FLOATS:
                values += [self.lane(v, k) for k in range(self.width)]
            elif v.type == PTR:
                values += shadows[:self.width]
                shadows = shadows[self.width:]
        self.code.give(values)

    def differs(self, p: Value, shadow: Value) -> Value:
        """i1: whether memory is active."""
        return self.code.compare("ne", p, shadow)

    def _load(self, i: Inst) -> None:
        p = i.args[0]
        lanes: list[Value] = []
        self.tangents[i.name] = lanes
        for shadow in self.shadowed.of(p):
            self.code.insts.append(Inst("load", i.type, self.names.new(), (shadow,), None, i.flags, i.align, attrs=i.attrs))
            found = self.code.insts[-1].value
            lanes.append(self.code.select(self.differs(p, shadow), found, real(0.0, i.type)))

    def _store(self, i: Inst) -> None:
        v, p = i.args
        for k, shadow in enumerate(self.shadowed.of(p)):
            at = self.code.select(self.differs(p, shadow), shadow, Value(PTR, "%room"))
            self.code.insts.append(Inst("store", "void", None, (self.lane(v, k), at), None, i.flags, i.align, attrs=i.attrs))

    def _call(self, i: Inst) -> None:
        callee = plain(callee_of(i))
        if callee in (PUSH, POP):                        # tangents lie above their value
            for k in range(self.width if callee == PUSH else 0):
                self.code.call(PUSH, "void", (*i.args[:2], self.lane(i.args[2], k)))
        elif callee.startswith(MADE):
            pass
        elif callee.startswith((*MOVES, "llvm.memset.")):
            words = self.shadowed.words.get(i)
            if words is not None:
                (self._move if callee.startswith(MOVES) else self._set)(i, words)
        elif i.type in FLOATS and rule_name(callee) in RULES and callee not in self.shadowed.inactive:
            if rule_name(callee) not in FLAT:
                self.by_rule(i, rule_name(callee))
        elif not (self.leaves or self._is_inert(callee)):
            raise UnsupportedError(f"no derivative rule for the function `{callee}`")

    def _is_inert(self, callee: str) -> bool:
        return callee in self.shadowed.inactive or self.shadowed.is_memory(callee) or is_noreturn(callee) or is_inert(callee)

    def _size(self, size: Value, condition: Value) -> Value:
        wide = size if size.type == I64 else self.code.op("zext", I64, (size,))
        return self.code.select(condition, wide, integer(0))

    def _set(self, i: Inst, words: Words) -> None:
        """Tangents of what memory is filled with are 0; pointers and whole numbers are filled as they are."""
        for shadow in self.shadowed.of(i.args[0]):
            size = self._size(i.args[2], self.differs(i.args[0], shadow))
            if not words.of("double", "float"):
                self.code.call("llvm.memset.p0.i64", "void", (shadow, i.args[1], size, Value("i1", "false")))
            else:
                self._clear(shadow, size, words)

    def _clear(self, shadow: Value, size: Value, words: Words) -> None:
        for span in words.spans:
            name = {"double": "zero.f64", "float": "zero.f32", "ptr": "clear"}.get(span.kind)
            if name is not None:
                self.code.call(f"llb.words.{name}", "void", (shadow, size, integer(span.offset), integer(words.period)))

    def _move(self, i: Inst, words: Words) -> None:
        """A copy copies its shadow; what comes from memory that is not active has tangents 0, and its pointers are their own shadows."""
        to, source, size = i.args[:3]
        for a, b in zip(self.shadowed.of(to), self.shadowed.of(source), strict=True):
            moved = self._size(size, self.differs(to, a))
            self.code.call("llvm.memmove.p0.p0.i64", "void", (a, b, moved, Value("i1", "false")))
            if words.of("double", "float"):
                constant = self.code.compare("eq", source, b)
                self._zero(a, self.code.select(constant, moved, integer(0)), words)

    def _zero(self, shadow: Value, size: Value, words: Words) -> None:
        for span in words.of("double", "float"):
            suffix = "f64" if span.kind == "double" else "f32"
            self.code.call(f"llb.words.zero.{suffix}", "void", (shadow, size, integer(span.offset), integer(words.period)))
