"""What unoptimised code shows of types and LLVM's passes forget, noted as clang itself would with -O2: `!tbaa.struct` at copies, `!tbaa` at integers.

Code that was never optimised steps over structs by their types and moves integers for integers alone; then fields become bytes, and copies integers.
The nodes made here are ancestors of each other, so that LLVM concludes nothing from them.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ....ir.graph.cfg import reach
from ....ir.records import Block, Function, Inst, Module
from .classes import UNION, Pointer, declared_copies
from .inference import Inference
from .kinds import DOUBLE, FLOAT, INT, PTR, is_integer
from .known import Known
from .state import COPIES, constant_size
from .view import Views

_CHAR = "char"
_NAMES = {_CHAR: "omnipotent char", INT: "int", DOUBLE: "double", FLOAT: "float", PTR: "any pointer"}      # each the parent of the next
_PRODUCERS = ("clang", "flang")                     # an integer in their unoptimised code is one; rustc passes small arrays of floats as integers
_REFERENCE = re.compile(r'@((?:"[^"]*"|[-\w.$]+))')
_LARGEST = 1 << 12                                  # bytes of a copy that are looked at one by one


class Noted(NamedTuple):
    """The module with metadata for the functions asked for and all they call; `params` for `Known`."""

    module: Module
    params: dict[str, tuple[Pointer, ...]]


def noted(module: Module, names: Iterable[str]) -> Noted:
    """To be asked of what is then given to `ir.foreign.prepared`."""
    known, nodes = Known(module), _Nodes(module)
    done, params = dict[str, Function](), dict[str, tuple[Pointer, ...]]()
    certain = any(word in line for line in module.metadata for word in _PRODUCERS)
    for name in sorted(reach(names, lambda n: _called(module, n))):
        f = module.functions[name]
        if f.blocks and _is_unoptimised(f):
            done[name], params[name] = _Function(f, known, nodes).noted(certain)
    functions = {name: done.get(name, f) for name, f in module.functions.items()}
    return Noted(replace(module, functions=functions, metadata=[*module.metadata, *nodes.lines]), params)


def _called(module: Module, name: str) -> Iterator[str]:
    """Functions that one names."""
    for b in module.functions[name].blocks:
        for i in b.insts:
            for v in (*i.args, i.callee) if i.op in ("call", "invoke") else i.args:
                if v.ref[0] == "@" and v.ref[1:] in module.functions:
                    yield v.ref[1:]


def _is_unoptimised(f: Function) -> bool:
    """Whether there is a local variable in memory that any optimisation would have kept in a register."""
    slots = {i.name for i in f.blocks[0].insts if i.op == "alloca" and i.held[0] not in "[{<%"}
    for b in f.blocks:
        for i in b.insts:
            taken = i.args[:1] if i.op == "store" else () if i.op == "load" else i.args
            slots.difference_update(a.ref for a in taken)
    return bool(slots)


class _Nodes:
    """Metadata that is added to a module."""

    def __init__(self, module: Module):
        self.lines = list[str]()
        self.next = 1 + max((int(m[1]) for line in module.metadata if (m := re.match(r"!(\d+) = ", line))), default=-1)
        self.tags = dict[str, str]()
        self.structs = dict[tuple[tuple[int, int, str], ...], str]()

    def tag(self, kind: str) -> str:
        """The access tag of a kind."""
        if not self.tags:
            parent = self._add('!"words of memory"')
            for name, word in _NAMES.items():
                parent = self._add(f'!"{word}", {parent}, i64 0')
                self.tags[name] = self._add(f"{parent}, {parent}, i64 0")
        return self.tags[kind]

    def struct(self, fields: tuple[tuple[int, int, str], ...]) -> str:
        """The node of (offset, bytes, kind) of each field."""
        if fields not in self.structs:
            self.structs[fields] = self._add(", ".join(f"i64 {at}, i64 {size}, {self.tag(kind)}" for at, size, kind in fields))
        return self.structs[fields]

    def _add(self, text: str) -> str:
        self.lines.append(f"!{self.next} = !{{{text}}}")
        self.next += 1
        return f"!{self.next - 1}"


class _Function:
    """One function that was never optimised."""

    def __init__(self, f: Function, known: Known, nodes: _Nodes):
        self.f, self.nodes = f, nodes
        self.inference = Inference(f, known)
        self.views = Views(self.inference)
        self._locals = {name for name, i in self.inference.defs.items() if i.op == "alloca" and is_integer(i.held)}

    def noted(self, certain: bool) -> tuple[Function, tuple[Pointer, ...]]:
        """A copy with metadata, and what is known behind its parameters. `certain`: integers are integers."""
        blocks = [Block(b.label, [self._inst(i, certain) for i in b.insts]) for b in self.f.blocks]
        pointers = [p.name for p in self.f.params if p.type == "ptr"]
        whole = all(p.type[0] not in "[{<%" for p in self.f.params)
        known = declared_copies([self.inference.pointers[n] for n in pointers if n in self.inference.pointers]) if whole else ()
        return replace(self.f, blocks=blocks), known

    def _inst(self, i: Inst, certain: bool) -> Inst:
        node = self._node(i, certain) if not any(word.startswith("tbaa") for word, _ in i.metadata) else None
        return replace(i, metadata=(*i.metadata, node)) if node else i

    def _node(self, i: Inst, certain: bool) -> tuple[str, str] | None:
        if i.op == "call" and i.callee.ref.startswith(tuple("@" + name for name in COPIES)):
            size = constant_size(i.args[2])
            if size is not None and size <= _LARGEST and (fields := tuple(self._fields(i, size))):
                return "tbaa.struct", self.nodes.struct(fields)
        elif certain and i.op in ("load", "store") and is_integer((i.args[0] if i.op == "store" else i).type) and self._is_integer(i):
            return "tbaa", self.nodes.tag(INT)
        return None

    def _is_integer(self, i: Inst) -> bool:
        """Not where a local integer gets its bytes by a copy: they may be those of a float."""
        address = i.args[0 if i.op == "load" else 1]
        pointer = self.inference.pointer(address)
        if address.is_local and address.ref in self._locals and self.views.is_copied(pointer):
            return False
        found = self.views.word([pointer])
        return (found is None or found.kind == INT) and not any(UNION in s.declared for s in self.views.catalogue(pointer).meeting(pointer.at))

    def _fields(self, i: Inst, size: int) -> Iterator[tuple[int, int, str]]:
        """Words of a copy; what is not known is of type char."""
        pointers = self.inference.argument(i, 0), self.inference.argument(i, 1)
        at = 0
        while at < size:
            found = self.views.word([p.moved(at) for p in pointers])
            known = found is not None and found.kind in _NAMES and at + found.size <= size
            width = found.size if found is not None and known else min(4 - at % 4, size - at)
            yield at, width, found.kind if found is not None and known else _CHAR
            at += width
