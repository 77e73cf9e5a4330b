"""Values and their tangents, in any function: what the rules of scalar operations make of them."""
from __future__ import annotations

from typing import Any

from ...ir.errors import UnsupportedError
from ...ir.graph.build import Code, Names, real
from ...ir.records import Inst, Value
from ..rules.partials import RULES
from ..rules.symbols import Sym, Term, weighted

FLAGS = ("nsz", "arcp", "contract")             # of tangent arithmetic
CASTS = ("fpext", "fptrunc")


class Operands:
    """What a partial may read: the result and up to four arguments, as symbols that emit code."""

    def __init__(self, code: Code, inst: Inst, flags: tuple[str, ...]):
        args: list[Any] = [*(Sym(code, a, flags) for a in inst.args), None, None, None]         # a rule reads no operand that is not there
        self.r: Sym = Sym(code, inst.value, flags)
        self.x: Sym = args[0]
        self.y: Sym = args[1]
        self.z: Sym = args[2]
        self.w: Sym = args[3]


class Tangents:
    """`tangents`: an active value -> its tangent in each direction; `code`: the block at hand."""

    def __init__(self, width: int, names: Names):
        self.width, self.names = width, names
        self.tangents: dict[str, list[Value]] = {}
        self.late: list[tuple[Inst, list[Inst]]] = []
        self.in_any_order: set[Inst] = set()             # the tangents of such sums may be added in any order
        self.code = Code(names)

    def lane(self, v: Value, k: int) -> Value:
        """The k-th tangent; zero when v is not active."""
        found = self.tangents.get(v.ref)
        return found[k] if found is not None else real(0.0, v.type)

    def phi(self, i: Inst) -> None:
        """Tangents of a phi are phis, whose operands are made later."""
        lanes = [Inst("phi", i.type, self.names.new(), i.args, i.extra, i.flags) for _ in range(self.width)]
        self.code.insts += lanes
        self.tangents[i.name] = [x.value for x in lanes]
        self.late.append((i, lanes))

    def fill_phis(self) -> None:
        """When all has been seen."""
        for phi, lanes in self.late:
            for k, lane in enumerate(lanes):
                lane.args = tuple(self.lane(a, k) for a in phi.args)

    def by_rule(self, i: Inst, name: str) -> None:
        """Tangents of what a rule gives partial derivatives of."""
        if name in CASTS:
            self.tangents[i.name] = [self.code.op(i.op, i.type, (self.lane(i.args[0], k),)) for k in range(self.width)]
            return
        if (rule := RULES.get(name)) is None:
            raise UnsupportedError(f"`{name}` has no derivative rule")
        operands = Operands(self.code, i, FLAGS)
        terms = [(partial(operands), a) for partial, a in zip(rule, i.args, strict=False) if a.ref in self.tangents]
        flags = ("reassoc", *FLAGS) if i in self.in_any_order else FLAGS
        self.tangents[i.name] = [self._sum(terms, k, i.type, flags) for k in range(self.width)]

    def _sum(self, terms: list[tuple[Term, Value]], k: int, type_: str, flags: tuple[str, ...]) -> Value:
        total: Sym | None = None
        for coefficient, a in terms:
            if (t := weighted(coefficient, Sym(self.code, self.lane(a, k), flags))) is not None:
                total = t if total is None else total + t
        return real(0.0, type_) if total is None else total.value
