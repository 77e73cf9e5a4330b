"""Values that are never negative, by what makes them: nan may be among them. What holds of the exact results holds of the rounded ones, whether or not a
product and a sum are rounded apart."""
from __future__ import annotations

import math
from collections.abc import Container, Mapping

from ..records import Inst, Value
from .build import number

DEEPEST = 40                                         # instructions from a value down to what its sign follows from
BELOW_ONE = frozenset(["llb.expit", "llb.ndtr"])
NEVER_NEGATIVE = frozenset(["llvm.cosh", "llvm.exp", "llvm.exp2", "llvm.exp10", "llvm.fabs", "llvm.sqrt"])
SMALL = frozenset(["fmul", "llvm.maximum", "llvm.maxnum", "llvm.minimum", "llvm.minnum"])  # numbers from 0 to 1 make such numbers of such
LARGE = SMALL | {"fadd", "llvm.fma", "llvm.fmuladd"}     # numbers from 0 on do; a quotient by -0 is negative


def function_of(inst: Inst) -> str:
    """What a call goes to, without the types of an intrinsic; "" of anything else."""
    name = inst.callee.ref[1:] if inst.op == "call" else ""
    return name.rsplit(".", 1)[0] if name.startswith("llvm.") else name


class Signs:
    """What is known of the values of a function; `defs` are the instructions that make them."""

    def __init__(self, defs: Mapping[str, Inst]):
        self.defs = defs
        self.known: dict[tuple[str, float], bool] = {}

    def never_negative(self, v: Value) -> bool:
        """Is it a number ≥ 0, or nan?"""
        return self._below(v, math.inf, 0)

    def in_unit(self, v: Value) -> bool:
        """Is it between 0 and 1, or nan?"""
        return self._below(v, 1.0, 0)

    def _below(self, v: Value, most: float, depth: int) -> bool:
        """Is it between 0 and `most`, which is 1 or infinite?"""
        inst = self.defs.get(v.ref)
        if inst is None or depth > DEEPEST:
            constant = number(v)
            return constant is not None and 0.0 <= constant <= most
        key = v.ref, most
        if key not in self.known:
            self.known[key] = False                      # what goes round a loop
            self.known[key] = self._made_below(inst, most, depth + 1)
        return self.known[key]

    def _made_below(self, inst: Inst, most: float, depth: int) -> bool:
        if function_of(inst) in BELOW_ONE:
            return True
        if inst.op == "fsub":
            return number(inst.args[0]) == 1.0 and self._below(inst.args[1], 1.0, depth)
        if most > 1.0 and (function_of(inst) in NEVER_NEGATIVE or inst.op == "fmul" and inst.args[0] == inst.args[1]):
            return True
        operands = _alike(inst, LARGE if most > 1.0 else SMALL)
        return bool(operands) and all(self._below(a, most, depth) for a in operands)


def _alike(inst: Inst, kept_by: Container[str]) -> tuple[Value, ...]:
    """The operands where a result is of a kind if all of them are: those of a choice, and of these operations; none of anything else."""
    if inst.op == "select":
        return inst.args[1:]
    return inst.args if (function_of(inst) or inst.op) in kept_by else ()
