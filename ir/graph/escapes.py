"""Objects of a function whose pointers others may share: its own memory where no pointer to it leaves, and everything else as one object.

Nothing is promised of parameters, of what is loaded and of what calls give: they may all lead to the same places.
"""
from __future__ import annotations

from ..records import Function, Inst, Value
from .normalise import callee_of
from .objects import Objects
from .pointers import pointers_made

UNKNOWN = "*"                                     # whatever others may reach
_INSIDE = ("llvm.memcpy.", "llvm.memmove.", "llvm.memset.", "llvm.lifetime.")


class OpenObjects(Objects):
    """`own`: allocas to which nobody else has a pointer."""

    def __init__(self, f: Function):
        self.defs = pointers_made(f)
        self.params = {p.name for p in f.params if p.type == "ptr"}
        self.memo = {}
        self.element = {}
        self.allocas = {r: i for r, i in self.defs.items() if i.op == "alloca"}
        escaped = {self.root(a.ref) for b in f.blocks for i in b.insts for a in _escaping(i)}
        self.own = self.allocas.keys() - escaped

    def is_own(self, name: str) -> bool:
        """Is it memory of the function to which nobody else has a pointer?"""
        return name in self.own

    def root(self, ref: str) -> str:
        """What a pointer is some steps from."""
        while (inst := self.defs.get(ref)) is not None and inst.op in ("getelementptr", "freeze"):
            ref = inst.args[0].ref
        return ref

    def _of(self, ref: str) -> frozenset[str]:
        root = self.root(ref)
        if root in ("null", "poison", "undef"):
            return frozenset()
        return frozenset((root if root in self.own else UNKNOWN,))


def _escaping(i: Inst) -> list[Value]:
    """Pointers that an instruction gives to others."""
    match i.op:
        case "load" | "getelementptr" | "freeze" | "icmp":
            return []
        case "store":
            return [i.args[0]]
        case "call" if callee_of(i).startswith(_INSIDE):
            return []
        case _:
            return [a for a in i.args if a.type == "ptr"]
