"""The reverse of one instruction: memory, copies, tapes, selects, and everything that has partial derivatives. No rule is an error."""

from __future__ import annotations

from ...ir.dense import is_dense
from ...ir.errors import UnsupportedError
from ...ir.graph.build import F64, FLOATS, PTR, integer, number, zero_of
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from ...ir.ruled import is_ruled
from ..facts.activity import MOVES, POP, PUSH, tape_of
from ..rules.partials import RULES, rule_name
from ..rules.symbols import Sym, Term
from .block import BlockReverse
from .call_emission import reverse_call
from .gathers import give_back
from .halves.instructions import reverse_shadowed
from .places import clear, shadow_of, where
from .ruled.calls import reverse_call as reverse_ruled

SILENT = frozenset(
    [
        "alloca",
        "getelementptr",
        "icmp",
        "fcmp",
        "add",
        "sub",
        "mul",
        "shl",
        "lshr",
        "ashr",
        "and",
        "or",
        "xor",
        "sdiv",
        "udiv",
        "srem",
        "urem",
        "zext",
        "sext",
        "trunc",
        "fptosi",
        "fptoui",
        "sitofp",
        "uitofp",
        "bitcast",                                  # to bits that are tested
    ]
)
INERT_CALLS = (
    "llvm.umax",
    "llvm.umin",
    "llvm.smax",
    "llvm.smin",
    "llvm.abs",
    "llvm.is.fpclass",
    "llb.tape.push.i64",
    "llb.tape.pop.i64",
    "llvm.sadd",
    "llvm.ssub",
    "llvm.smul",
    "llvm.uadd",
    "llvm.usub",
    "llvm.umul",
    "llvm.ctpop",
    "llvm.ctlz",
    "llvm.cttz",
    "llvm.fshl",
    "llvm.fshr",
    "llvm.usub.sat",
    "llvm.fptosi.sat",
    "llvm.bswap",
    "llvm.trap",
)
FLAGS = frozenset(("reassoc", "nsz", "arcp", "contract"))


def reverse_inst(s: BlockReverse, i: Inst) -> None:
    """Emits into `s` (a block's reverse) what `i` gives back to its operands."""
    if s.whole.shadowed is not None and reverse_shadowed(s, i, s.whole.shadowed):
        return
    if i.type[0] == "<" or any(a.type[0] == "<" for a in i.args):
        raise UnsupportedError(f"vector instruction `{i.op}` cannot be differentiated")
    match i.op:
        case "load" | "store":
            _access(s, i)
        case "select" if i.type in FLOATS:
            _select(s, i)
        case "select" | "freeze" | "extractvalue" | "insertvalue" if i.type not in FLOATS and "double" not in i.args[0].type:
            return
        case "call":
            _call(s, i)
        case "sitofp" | "uitofp" | "bitcast" if i.type in FLOATS:
            s.take(i.value)
        case op if op in SILENT:
            return
        case op if op in RULES:
            _partials(s, i, op)
        case op:
            raise UnsupportedError(f"no derivative rule for the instruction `{op}`")


def _access(s: BlockReverse, i: Inst) -> None:
    """A load or a store of memory that nobody else looks at."""
    if (i.attrs or "volatile" in i.flags) and s.whole.shadowed is None:
        raise UnsupportedError("volatile and atomic accesses cannot be differentiated")
    if i.op == "store":
        _store(s, i)
    elif i.type in FLOATS:
        _load(s, i)
    elif i.type == PTR and s.whole.shadowed is None:
        raise UnsupportedError("pointers in memory cannot be differentiated through")


def _store(s: BlockReverse, i: Inst) -> None:
    value, pointer = i.args
    if value.type not in FLOATS and s.whole.shadowed is not None:
        return                                                 # its shadow was stored, and words of integers have none
    if value.type == PTR:
        raise UnsupportedError("pointers in memory cannot be differentiated through")
    found = shadow_of(s, pointer)
    if found is None:
        return
    address, known = found
    if value.type not in FLOATS:
        s.code.store(Value(value.type, "false" if value.type == "i1" else "0"), address)
        return
    a = s.code.load(value.type, address)
    s.code.store(zero_of(value.type), address)
    if known is not None:
        a = s.code.select(known, a, zero_of(value.type))
    s.add(value, a)


def _load(s: BlockReverse, i: Inst) -> None:
    if i.result not in s.activity.values:
        return
    a = s.take(i.value)
    found = shadow_of(s, i.args[0])
    if a is None or found is None:
        return
    if id(i) in s.whole.scatters:
        give_back(s, i, a)
        return
    address, _ = found
    s.code.store(s.code.binary("fadd", s.code.load(i.type, address), a, tuple(sorted(FLAGS))), address)


def _select(s: BlockReverse, i: Inst) -> None:
    if i.result not in s.activity.values or (a := s.take(i.value)) is None:
        return
    condition, yes, no = i.args
    for v, first in ((yes, True), (no, False)):
        if v.ref in s.activity.values:
            pair = (a, zero_of(i.type)) if first else (zero_of(i.type), a)
            s.add(v, s.code.select(s.get(condition), *pair))


def _partials(s: BlockReverse, i: Inst, name: str) -> None:
    if i.result not in s.activity.values:
        return
    if (a := s.take(i.value)) is None:
        return
    operands = _Operands(s, i)
    for v, partial in zip(i.args, RULES[name], strict=True):
        if v.ref in s.activity.values:
            x = _times(s, i, a, partial(operands), operands.flags)
            if x is not None:
                s.add(v, x if x.type == v.type else s.code.op("fptrunc" if v.type == "float" else "fpext", v.type, (x,)))


def _times(s: BlockReverse, i: Inst, a: Value, partial: Term, flags: tuple[str, ...]) -> Value | None:
    """a * partial; None for zero."""
    if not isinstance(partial, Sym):
        if partial == 0.0:
            return None
        if partial == 1.0:
            return a
        if partial == -1.0:
            return s.code.op("fneg", a.type, (a,), None, flags)
        raise AssertionError("constant partials are -1, 0 and 1")
    made = s.code.insts[-1] if s.code.insts else None
    if made is not None and made.result == partial.value.ref and made.op == "fdiv" and number(made.args[0]) == 1.0:
        s.code.insts.pop()  # a * (1 / y) is one division
        return s.code.binary("fdiv", a, made.args[1], flags)
    return s.code.binary("fmul", a, partial.value, flags)


class _Operands:
    """What a rule may read: the result and the operands, fetched when read."""

    def __init__(self, s: BlockReverse, i: Inst):
        self.s, self.i = s, i
        self.flags = tuple(f for f in i.flags if f in FLAGS)
        if "fast" in i.flags:
            self.flags = tuple(sorted(FLAGS))

    def _sym(self, v: Value) -> Sym:
        return Sym(self.s.code, self.s.get(v), self.flags)

    @property
    def r(self) -> Sym:
        return self._sym(self.i.value)

    @property
    def x(self) -> Sym:
        return self._sym(self.i.args[0])

    @property
    def y(self) -> Sym:
        return self._sym(self.i.args[1])

    @property
    def z(self) -> Sym:
        return self._sym(self.i.args[2])

    @property
    def w(self) -> Sym:
        return self._sym(self.i.args[3])


def _call(s: BlockReverse, i: Inst) -> None:
    callee = callee_of(i)
    if callee.startswith(MOVES):
        _move(s, i)
    elif callee.startswith("llvm.memset."):
        _set(s, i)
    elif is_dense(callee):
        reverse_call(s, i)
    elif is_ruled(callee):
        reverse_ruled(s, i)
    elif callee == PUSH:
        if tape_of(i) in s.activity.tapes:
            a = s.code.call(POP, F64, (i.args[0], _other_tape(s, i)))
            s.add(i.args[2], a)
    elif callee == POP:
        if tape_of(i) in s.activity.tapes:
            a = (s.take(i.value) if i.result in s.activity.values else None) or zero_of(F64)
            s.code.call(PUSH, "void", (i.args[0], _other_tape(s, i), a))
    elif i.type in FLOATS and rule_name(callee) in RULES:
        _partials(s, i, rule_name(callee))
    elif not callee.startswith(INERT_CALLS):
        raise UnsupportedError(f"no derivative rule for the function `{callee or i.callee.ref}`")


def _other_tape(s: BlockReverse, i: Inst) -> Value:
    """The tape of adjoints that belongs to a tape of the primal."""
    return integer(s.whole.tape_number + 1 + int(i.args[1].ref))


def _set(s: BlockReverse, i: Inst) -> None:
    if (found := shadow_of(s, i.args[0])) is not None:
        clear(s, found[0], where(s, found[1], s.get(i.args[2])))


def _move(s: BlockReverse, i: Inst) -> None:
    to, source = shadow_of(s, i.args[0]), shadow_of(s, i.args[1])
    if to is None:
        return
    size = where(s, to[1], s.get(i.args[2]))
    if source is None:
        clear(s, to[0], size)
        return
    kinds = {s.objects.element_type(o) for a in i.args[:2] for o in s.objects.of(a)}
    if len(kinds) != 1:
        raise UnsupportedError("a copy between f64 and f32 memory cannot be differentiated")
    if source[1] is not None:
        clear(s, to[0], s.code.select(source[1], Value(size.type, "0"), size))
    s.code.call("llb.acc.move." + ("f64" if kinds == {"double"} else "f32"), "void", (to[0], source[0], where(s, source[1], size)))
