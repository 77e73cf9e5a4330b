"""A function without vectors and aggregates: each of their scalar leaves is a value of its own, as rules and adjoints know them.

In goes a normalised function (LLVM makes vectors again behind the last derivative). Afterwards

- parameters, arguments of calls and what is returned are lists of leaves (`ret` has an argument for each; the function's own type stays)
- the k-th leaf of what a call of a defined function, or of a pointer, gives is `extractvalue %call, k`, whatever its type; scalars have no such step
- declared functions are called as before: their wide arguments are put together again
"""
from __future__ import annotations

from collections.abc import Callable, Container

from ..errors import UnsupportedError
from ..records import Block, Function, Inst, Param, Value, successors
from ..text.instructions import BINARY
from ..text.tokens import CASTS
from .build import I1, PTR, Code, Names, integer
from .cfg import reverse_postorder
from .constant_leaves import constant_leaves
from .leaves import Layout, is_vector, scalar_size
from .normalise import callee_of
from .vector_calls import VECTOR_CALLS, lane_name

_LANEWISE = frozenset({*BINARY, *CASTS, "fneg", "freeze", "icmp", "fcmp"})


def flatten(f: Function, layout: Layout, defined: Container[str]) -> Function:
    """The same function in leaves; `defined` has the names of functions with a body."""
    return Flattener(f, layout, defined).run()


class Flattener:
    """The leaves of every wide value that has been seen, and the code of the block at hand."""

    def __init__(self, f: Function, layout: Layout, defined: Container[str]):
        self.f, self.layout, self.defined = f, layout, defined
        self.names = Names("f")
        self.code = Code(self.names)
        self.found: dict[str, list[Value]] = {}
        self.late: list[tuple[Inst, list[Inst]]] = []
        self.scratch: list[Inst] = []                      # allocas that stand at the entry

    def run(self) -> Function:
        params = [q for p in self.f.params for q in self._param(p)]
        by_label = {b.label: b for b in self.f.blocks}
        order = reverse_postorder(self.f.blocks[0].label, {b.label: successors(b) for b in self.f.blocks})
        done = {label: self._block(by_label[label]) for label in order}
        for phi, lanes in self.late:
            self._fill(phi, lanes)
        blocks = [Block(b.label, done[b.label]) for b in self.f.blocks if b.label in done]
        blocks[0].insts[:0] = self.scratch
        return Function(self.f.name, self.f.type, params, blocks, self.f.prefix, self.f.suffix, self.f.vararg)

    def wide(self, type_: str) -> bool:
        """Is it a vector or an aggregate?"""
        return type_[0] in "<[{" or type_[0] == "%" and scalar_size(self.layout.resolved(type_)) is None

    def of(self, v: Value) -> list[Value]:
        """The leaves of a value, itself when it is a scalar."""
        if v.ref in self.found:
            return self.found[v.ref]
        if not self.wide(v.type):
            return [v]
        if v.is_local:
            raise UnsupportedError(f"the value `{v.ref}` of type `{v.type}` is used before it is made")
        leaves = self.layout.leaves(v.type)
        return [Value(leaf.type, literal) for leaf, literal in zip(leaves, constant_leaves(v.type, v.ref, self.layout), strict=True)]

    def temporary(self, type_: str) -> Value:
        """Memory of the function's own, for a value of this type."""
        self.scratch.append(Inst("alloca", PTR, self.names.new(), (), type_, align=16))
        return self.scratch[-1].value

    def _param(self, p: Param) -> list[Param]:
        if not self.wide(p.type):
            return [p]
        out = [Param(leaf.type, f"{p.name}.l{k}") for k, leaf in enumerate(self.layout.leaves(p.type))]
        self.found[p.name] = [Value(q.type, q.name) for q in out]
        return out

    def _block(self, b: Block) -> list[Inst]:
        self.code = Code(self.names)
        for i in b.insts:
            if not any(self.wide(t) for t in (i.type, *(a.type for a in i.args))):
                self.code.insts.append(i)
            elif i.op in _LANEWISE and i.op != "bitcast":
                self._lanewise(i)
            elif (handler := _WIDE.get(i.op)) is not None:
                handler(self, i)
            else:
                raise UnsupportedError(f"`{i.op}` on values of type `{i.args[0].type if i.args else i.type}` cannot be taken apart")
        return self.code.insts

    def set(self, i: Inst, leaves: list[Value]) -> None:
        """What an instruction gave."""
        if self.wide(i.type):
            self.found[i.name] = leaves
        else:                                              # a name cannot be given to what has one: a copy that LLVM folds
            [leaf] = leaves
            self.code.insts.append(Inst("freeze", leaf.type, i.result, (leaf,)))

    def lane(self, type_: str, k: int) -> str:
        """The type of the k-th leaf, of any type the type itself when it is a scalar."""
        return self.layout.leaves(type_)[k].type if self.wide(type_) else type_

    def _lanewise(self, i: Inst) -> None:
        parts = [self.of(a) for a in i.args]
        out: list[Value] = []
        for k in range(max(len(p) for p in parts)):
            args = [p[k] if len(p) > 1 or self.wide(a.type) else p[0] for p, a in zip(parts, i.args, strict=True)]
            out.append(self.code.op(i.op, self.lane(i.type, k), args, i.extra, i.flags))
        self.set(i, out)

    def phi(self, i: Inst) -> None:
        """A phi a leaf; operands are filled in when all have been seen."""
        lanes = [Inst("phi", leaf.type, self.names.new(), (), i.extra, i.flags) for leaf in self.layout.leaves(i.type)]
        self.code.insts += lanes
        self.found[i.name] = [x.value for x in lanes]
        self.late.append((i, lanes))

    def _fill(self, phi: Inst, lanes: list[Inst]) -> None:
        parts = [self.of(a) for a in phi.args]
        for k, lane in enumerate(lanes):
            lane.args = tuple(p[k] for p in parts)

    def select(self, i: Inst) -> None:
        """By one condition or a condition a lane."""
        conditions, yes, no = (self.of(a) for a in i.args)
        pairs = zip(yes, no, strict=True)
        self.set(i, [self.code.select(conditions[k if len(conditions) > 1 else 0], a, b) for k, (a, b) in enumerate(pairs)])

    def load(self, i: Inst) -> None:
        """A load a leaf."""
        self.set(i, [self._access(i, Inst("load", leaf.type, self.names.new()), (), leaf.offset) for leaf in self._memory(i.type)])

    def store(self, i: Inst) -> None:
        """A store a leaf."""
        for v, leaf in zip(self.of(i.args[0]), self._memory(i.args[0].type), strict=True):
            self._access(i, Inst("store", "void", None), (v,), leaf.offset)

    def _memory(self, type_: str):
        if is_vector(self.layout.resolved(type_)) and any(leaf.type[0] == "i" and int(leaf.type[1:]) % 8 for leaf in self.layout.leaves(type_)):
            raise UnsupportedError(f"a vector of bits in memory (`{type_}`) cannot be taken apart")
        return self.layout.leaves(type_)

    def _access(self, whole: Inst, part: Inst, first: tuple[Value, ...], offset: int) -> Value:
        """One leaf's share of a load or store."""
        part.args = (*first, self.at(whole.args[-1], offset))
        part.flags, part.attrs, part.metadata = whole.flags, whole.attrs, whole.metadata
        part.align = min(whole.align or 1, offset & -offset or 64)
        self.code.insts.append(part)
        return part.value if part.result else first[0]

    def at(self, pointer: Value, offset: int) -> Value:
        """So many bytes further."""
        return self.code.gep("i8", pointer, integer(offset)) if offset else pointer

    def ret(self, i: Inst) -> None:
        """All leaves."""
        self.code.insts.append(Inst("ret", "void", None, tuple(self.of(i.args[0]))))

    def extractvalue(self, i: Inst) -> None:
        """The leaves below a path."""
        first, count = self._below(i.args[0].type, i.path)
        self.set(i, self.of(i.args[0])[first:first + count])

    def insertvalue(self, i: Inst) -> None:
        """All leaves, those below a path from the value."""
        first, count = self._below(i.type, i.path)
        leaves = self.of(i.args[0])
        self.found[i.name] = [*leaves[:first], *self.of(i.args[1]), *leaves[first + count:]]

    def _below(self, type_: str, path: tuple[int, ...]) -> tuple[int, int]:
        """(number of the first leaf below the path, how many there are)."""
        inside = [k for k, leaf in enumerate(self.layout.leaves(type_)) if leaf.path[:len(path)] == path]
        return (inside[0], len(inside)) if inside else (0, 0)

    def extractelement(self, i: Inst) -> None:
        """A lane by number, or chosen at run time."""
        lanes, index = self.of(i.args[0]), i.args[1]
        if not index.is_local:
            return self.set(i, [lanes[int(index.ref)]])
        found = lanes[0]
        for k, lane in enumerate(lanes[1:], 1):
            found = self.code.select(self._is(index, k), lane, found)
        return self.set(i, [found])

    def insertelement(self, i: Inst) -> None:
        """The lanes with one replaced, by number or at run time."""
        lanes, (_, x, index) = list(self.of(i.args[0])), i.args
        if not index.is_local:
            lanes[int(index.ref)] = x
        else:
            lanes = [self.code.select(self._is(index, k), x, lane) for k, lane in enumerate(lanes)]
        self.found[i.name] = lanes

    def _is(self, index: Value, k: int) -> Value:
        return self.code.op("icmp", I1, (index, Value(index.type, str(k))), "eq")

    def shufflevector(self, i: Inst) -> None:
        """Lanes of both vectors by a constant mask."""
        lanes = [*self.of(i.args[0]), *self.of(i.args[1])]
        self.found[i.name] = [Value(lanes[0].type, "poison") if k.ref in ("poison", "undef") else lanes[int(k.ref)] for k in self.of(i.args[2])]

    def step(self, i: Inst) -> None:
        """A getelementptr of several pointers or by several indices."""
        parts = [self.of(a) for a in i.args]
        count = max(len(p) for p in parts)
        self.set(i, [self.code.op(i.op, PTR, [p[k if len(p) > 1 else 0] for p in parts], i.extra, i.flags) for k in range(count)])

    def bitcast(self, i: Inst) -> None:
        """Lane by lane where they are of one size, else by way of memory."""
        before = self.of(i.args[0])
        after = self.layout.leaves(i.type)
        if len(before) == len(after):
            self.set(i, [a if a.type == b.type else self.code.op("bitcast", b.type, (a,)) for a, b in zip(before, after, strict=True)])
            return
        room = self.temporary(i.args[0].type)
        for v, leaf in zip(before, self._memory(i.args[0].type), strict=True):
            self.code.insts.append(Inst("store", "void", None, (v, self.at(room, leaf.offset)), align=1))
        out: list[Value] = []
        for leaf in self._memory(i.type):
            self.code.insts.append(Inst("load", leaf.type, self.names.new(), (self.at(room, leaf.offset),), align=1))
            out.append(self.code.insts[-1].value)
        self.set(i, out)

    def call(self, i: Inst) -> None:
        """Of a defined function, of a vector intrinsic, or of what is declared."""
        callee = callee_of(i)
        if not callee or callee in self.defined:
            self._results(i, self._called(i, [q for a in i.args for q in self.of(a)]), by_number=True)
        elif (rule := next((r for name, r in VECTOR_CALLS.items() if callee.startswith(name)), None)) is not None:
            self.set(i, rule(self, i)) if i.type != "void" else rule(self, i)
        elif (name := lane_name(callee)) is not None:
            self._each(i, name)
        else:
            self._results(i, self._called(i, [self.whole(a) for a in i.args]), by_number=False)

    def _called(self, i: Inst, args: list[Value]) -> Inst:
        same = len(args) == len(i.args)
        new = Inst("call", i.type, i.result, tuple(args), i.extra, i.flags, i.align, i.metadata, i.arg_attrs if same else (), i.attrs)
        self.code.insts.append(new)
        return new

    def _results(self, i: Inst, call: Inst, by_number: bool) -> None:
        if not self.wide(i.type):
            return
        out: list[Value] = []
        for k, leaf in enumerate(self.layout.leaves(i.type)):
            out.append(self.code.op("extractvalue", leaf.type, (call.value,), (k,)) if by_number else self.taken(call.value, leaf.path))
        self.found[i.name] = out

    def taken(self, v: Value, path: tuple[int, ...]) -> Value:
        """The part at a path of a value that is whole."""
        for k in path:
            type_ = self.layout.resolved(v.type)
            part = self.layout.parts(type_)[k]
            v = self.code.op("extractelement", part, (v, integer(k))) if is_vector(type_) else self.code.op("extractvalue", part, (v,), (k,))
        return v

    def whole(self, v: Value) -> Value:
        """A wide value put together of its leaves: what a declared function takes."""
        if not self.wide(v.type) or not v.is_local:
            return v
        out = Value(v.type, "poison")
        for leaf, part in zip(self.layout.leaves(v.type), self.of(v), strict=True):
            out = self._put(out, part, leaf.path)
        return out

    def _put(self, whole: Value, part: Value, path: tuple[int, ...]) -> Value:
        first, rest = path[0], path[1:]
        if rest:
            part = self._put(self.taken(whole, (first,)), part, rest)
        if is_vector(self.layout.resolved(whole.type)):
            return self.code.op("insertelement", whole.type, (whole, part, integer(first)))
        return self.code.op("insertvalue", whole.type, (whole, part), (first,))

    def _each(self, i: Inst, name: str) -> None:
        """An intrinsic on vectors is the same on each lane."""
        parts = [self.of(a) for a in i.args]
        out: list[Value] = []
        for k in range(max(len(p) for p, a in zip(parts, i.args, strict=True) if self.wide(a.type))):
            args = [p[k] if self.wide(a.type) else p[0] for p, a in zip(parts, i.args, strict=True)]
            self.code.insts.append(Inst("call", self.lane(i.type, k), self.names.new(), tuple(args), Value(PTR, "@" + name), i.flags))
            out.append(self.code.insts[-1].value)
        self.set(i, out)


_WIDE: dict[str, Callable[[Flattener, Inst], None]] = {
    "phi": Flattener.phi, "select": Flattener.select, "load": Flattener.load, "store": Flattener.store, "ret": Flattener.ret,
    "extractvalue": Flattener.extractvalue, "insertvalue": Flattener.insertvalue, "extractelement": Flattener.extractelement,
    "insertelement": Flattener.insertelement, "shufflevector": Flattener.shufflevector, "getelementptr": Flattener.step, "bitcast": Flattener.bitcast,
    "call": Flattener.call,
}
