"""Pointers that are chosen at run time (phi, select) become integers: the number of the object and the byte offset in it.

Afterwards every pointer is a chain of getelementptr on a parameter, an alloca, or a select between those by an integer. So the reverse
pass can build any pointer, and its shadow, again from integers it has kept.

    %p = phi ptr [ %a, %b0 ], [ %q, %b1 ]      (%q a getelementptr on %p or %c)
 -> %p.obj = phi i64 [ 0, %b0 ], [ obj(q), %b1 ];  %p.off = phi i64 [ 0, %b0 ], [ off(q), %b1 ]
    %p.base = select (%p.obj == 1), %c, %a;        %p = getelementptr i8, %p.base, %p.off
"""
from __future__ import annotations

from ..errors import UnsupportedError
from ..records import Function, Inst, Value
from .build import I64, PTR, Code, Names, integer, steps


def split_pointers(f: Function) -> Function:
    """`f` without phis and selects of pointers. UnsupportedError for a pointer that was loaded or converted from an integer."""
    defs = pointers_made(f)
    if not any(i.op in ("phi", "select") for i in defs.values()):
        return f
    _Splitter(f, defs).run()
    return f


def pointers_made(f: Function) -> dict[str, Inst]:
    """Instructions that give a pointer, by the name of it."""
    return {i.result: i for b in f.blocks for i in b.insts if i.type == PTR and i.result}


class _Splitter:
    """Rewrites one function; `defs` are its instructions that give a pointer. `ids`: the numbers of the objects; `wanted`: pointers that get
    `.obj` and `.off`."""

    def __init__(self, f: Function, defs: dict[str, Inst]):
        self.f, self.defs = f, defs
        roots = [p.name for p in f.params if p.type == PTR] + [r for r, i in defs.items() if i.op == "alloca"]
        self.ids = {r: k for k, r in enumerate(roots)}
        self.roots = self._reachable_roots()
        self.wanted = self._wanted()
        self.names = Names("q")

    def _reachable_roots(self) -> dict[str, set[str]]:
        """Objects that each pointer may point into."""
        roots = {r: {r} for r in self.ids}
        changed = True
        while changed:
            changed = False
            for name, inst in self.defs.items():
                if name in self.ids:
                    continue
                before = roots.get(name, set[str]())
                found = before.union(*(roots.get(v.ref, ()) for v in _sources(inst)))
                if len(found) > len(before):
                    roots[name], changed = found, True
        return roots

    def _wanted(self) -> set[str]:
        """Pointers whose number and offset are needed: chosen ones and what flows into them."""
        stack = [name for name, i in self.defs.items() if i.op in ("phi", "select")]
        found = set(stack)
        while stack:
            for v in _sources(self.defs[stack.pop()]):
                if v.ref in self.defs and v.ref not in found and v.ref not in self.ids:
                    found.add(v.ref)
                    stack.append(v.ref)
        return found

    def run(self) -> None:
        for block in self.f.blocks:
            block.insts = self._rewritten(block.insts)

    def _rewritten(self, insts: list[Inst]) -> list[Inst]:
        """One block's instructions; what a phi of pointers becomes is behind all phis."""
        phis, late, code = Code(self.names), Code(self.names), Code(self.names)
        for inst in insts:
            if inst.op == "phi":
                self._inst(inst, phis, late)
            else:
                self._inst(inst, code, code)
        return phis.insts + late.insts + code.insts

    def _inst(self, inst: Inst, code: Code, late: Code) -> None:
        if inst.result not in self.wanted:
            code.insts.append(inst)
        elif inst.op == "getelementptr":
            code.insts.append(inst)
            self._offset(inst, code)
        else:
            self._choose(inst, code, late)

    def object(self, v: Value) -> Value:
        """The number of the object that a pointer leads to."""
        if v.ref in self.ids:
            return integer(self.ids[v.ref])
        roots = self.roots.get(v.ref)
        if not roots:
            return integer(0)                                   # null, poison: never dereferenced
        return integer(self.ids[min(roots)]) if len(roots) == 1 else Value(I64, v.ref + ".obj")

    def offset(self, v: Value) -> Value:
        """Bytes between the start of that object and the pointer."""
        return Value(I64, v.ref + ".off") if v.ref in self.wanted else integer(0)

    def _offset(self, inst: Inst, code: Code) -> None:
        base, name = inst.args[0], inst.name
        total = self.offset(base)
        for index, size in steps(inst):
            if index.type != I64 and index.is_local:
                index = code.op("sext", I64, (index,))
            total = code.binary("add", total, code.binary("mul", Value(I64, index.ref), integer(size)))
        code.insts.append(Inst("add", I64, name + ".off", (total, integer(0))))
        if len(self.roots.get(name, ())) > 1:
            code.insts.append(Inst("add", I64, name + ".obj", (self.object(base), integer(0))))

    def _choose(self, inst: Inst, code: Code, late: Code) -> None:
        name = inst.name
        roots = sorted(self.roots.get(name, ()), key=self.ids.__getitem__)
        head, data = (inst.args[:1], inst.args[1:]) if inst.op == "select" else ((), inst.args)
        code.insts.append(Inst(inst.op, I64, name + ".off", (*head, *map(self.offset, data)), inst.extra))
        if len(roots) > 1:
            code.insts.append(Inst(inst.op, I64, name + ".obj", (*head, *map(self.object, data)), inst.extra))
        base = Value(PTR, roots[0]) if roots else Value(PTR, "null")
        for root in roots[1:]:
            same = late.compare("eq", Value(I64, name + ".obj"), integer(self.ids[root]))
            base = late.select(same, Value(PTR, root), base)
        late.insts.append(Inst("getelementptr", PTR, name, (base, Value(I64, name + ".off")), "i8", ("inbounds",)))


def _sources(inst: Inst) -> tuple[Value, ...]:
    """Pointers that the result of `inst` is made of."""
    match inst.op:
        case "getelementptr":
            return inst.args[:1]
        case "select":
            return inst.args[1:]
        case "phi" | "freeze":
            return inst.args
        case "alloca":
            return ()
        case _:
            raise UnsupportedError(f"a pointer made by `{inst.op}` cannot be differentiated through")
