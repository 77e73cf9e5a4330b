"""What a rule may read in forward mode: result and arguments of an instruction, all at hand, as symbols that emit code."""
from __future__ import annotations

from typing import Any

from ...ir.graph.build import Code
from ...ir.records import Inst
from ..rules.symbols import Sym


class Operands:
    """What a partial may read: the result and up to four arguments, as symbols that emit code."""

    def __init__(self, code: Code, inst: Inst, flags: tuple[str, ...]):
        args: list[Any] = [*(Sym(code, a, flags) for a in inst.args), None, None, None]         # a rule reads no operand that is not there
        self.r: Sym = Sym(code, inst.value, flags)
        self.x: Sym = args[0]
        self.y: Sym = args[1]
        self.z: Sym = args[2]
        self.w: Sym = args[3]
