"""Takes a normalised function, says of each pointer which objects it may lead to: parameters, allocas and globals, and what they hold.

Different objects never overlap (the front end's promise).
"""
from __future__ import annotations

from ..errors import UnsupportedError
from ..records import Function, Inst, Value
from .build import FLOATS, PTR, element_of
from .pointers import pointers_made


class Objects:
    """pointer -> the objects it may lead to; object -> element type of its floating contents."""

    def __init__(self, f: Function):
        self.defs = pointers_made(f)
        self.params = {p.name for p in f.params if p.type == PTR}
        self.allocas = {r: i for r, i in self.defs.items() if i.op == "alloca"}
        self.memo: dict[str, frozenset[str]] = {}
        self.element: dict[str, str] = {}
        for b in f.blocks:
            for i in b.insts:
                self._note_element(i)

    def of(self, pointer: Value) -> frozenset[str]:
        """Names of the objects `pointer` may lead to; empty for null and poison."""
        ref = pointer.ref
        found = self.memo.get(ref)
        if found is None:
            found = self.memo[ref] = self._of(ref)
        return found

    def is_own(self, name: str) -> bool:
        """Is it memory of the function to which nobody else has a pointer?"""
        return name in self.allocas

    def _of(self, ref: str) -> frozenset[str]:
        if ref in self.params or ref in self.allocas or ref[0] == "@":
            return frozenset((ref,))
        if ref in ("null", "poison", "undef"):
            return frozenset()
        inst = self.defs.get(ref)
        if inst is not None and inst.op in ("getelementptr", "freeze"):
            return self.of(inst.args[0])
        if inst is not None and inst.op == "select":
            return self.of(inst.args[1]) | self.of(inst.args[2])
        raise UnsupportedError(f"a pointer made by `{inst.op if inst else ref}` cannot be differentiated through")

    def _note_element(self, i: Inst) -> None:
        if i.op == "load" and i.type in FLOATS:
            pointer, type_ = i.args[0], i.type
        elif i.op == "store" and i.args[0].type in FLOATS:
            pointer, type_ = i.args[1], i.args[0].type
        else:
            return
        for o in self.of(pointer):
            if self.element.setdefault(o, type_) != type_:
                self.element[o] = "mixed"

    def element_type(self, o: str) -> str:
        """`double` or `float`. UnsupportedError when the object holds both."""
        found = self.element.get(o)
        if found is None:
            inst = self.allocas.get(o)
            found = element_of(inst.held) if inst else "double"
            found = found if found in FLOATS else "double"
        if found == "mixed":
            raise UnsupportedError("one array is used as f64 and as f32")
        return found
