"""Derivatives that a module brings itself (`__enzyme_register_gradient…`), in the inner convention: adapters around the user's functions.

    augmented_f(parameters, each pointer with its shadow) -> what f returns, a tape in front of it where there is one
    reverse_f(the same, adjoint of each floating result, the tape) -> adjoint of each floating parameter
    forward_f(parameters, each float and pointer with its tangent or shadow) -> { what f returns, its tangent }, the tangent alone, or nothing
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...ir.errors import UnsupportedError
from ...ir.graph.build import FLOATS, I1, PTR, Code, Names, integer
from ...ir.graph.leaves import Layout
from ...ir.records import Block, Function, Inst, Param, Value
from ..emit.halves.halves import HEAD, TAPE
from ..facts.shadowed import FRAME, LAST
from .rewriting.leafwise import split

_Kinds = Sequence[str]


class Adapters:
    """For one function with a registered gradient or forward derivative."""

    def __init__(self, f: Function, functions: Mapping[str, Function], layout: Layout):
        self.f, self.functions, self.layout = f, functions, layout
        self.names = Names("a")
        self.params = [Value(leaf.type, f"%p{k}.{j}") for k, p in enumerate(f.params) for j, leaf in enumerate(layout.leaves(p.type))]
        self.returned = [leaf.type for leaf in layout.leaves(f.type)]
        self._scalars(f)

    def _scalars(self, f: Function) -> None:
        """Adapters pass scalars on; values of wider types come in too many shapes."""
        for type_ in (f.type, *(p.type for p in f.params)):
            if type_ != "void" and [leaf.path for leaf in self.layout.leaves(type_)] != [()]:
                raise UnsupportedError(f"`{f.name}` has a derivative of its own, and a value of type `{type_}`", None, "pass it by pointer")

    def _with_shadows(self, floats: bool, lane: int = 0) -> list[Value]:
        """Parameters, pointers with their shadow behind them, and floats with their tangent."""
        return [v for p in self.params for v in ((p, Value(p.type, f"{p.ref}.s{lane}")) if p.type == PTR or floats and p.type in FLOATS else (p,))]

    def gradient(self, augmented: str, reverse: str) -> dict[str, Function]:
        """Both halves."""
        given = self._with_shadows(False)
        tape = self._tape(self._user(augmented, given))
        places = list(_places([v.type for v in given] + tape))
        return {"aug": self._augmented(augmented, given, tape, places), "rev": self._reverse(reverse, given, tape, places)}

    def _user(self, name: str, args: list[Value]) -> Function:
        found = self.functions[name]
        kinds = [p.type for p in found.params]
        if kinds != [a.type for a in args]:
            raise UnsupportedError(f"`{name}`, the derivative that `{self.f.name}` brings, takes ({', '.join(kinds)})",
                                   None, f"it is called with ({', '.join(a.type for a in args)})")
        return found

    def _tape(self, user: Function) -> list[str]:
        """Types of the leaves in front of what the function itself returns."""
        leaves = [leaf.type for leaf in self.layout.leaves(user.type)]
        behind = len(leaves) - len(self.returned)
        if behind < 0 or leaves[behind:] != self.returned:
            raise UnsupportedError(f"`{user.name}` returns `{user.type}`", None, f"a tape and what `{self.f.name}` returns (`{self.f.type}`) were expected")
        return leaves[:behind]

    def _augmented(self, name: str, given: list[Value], tape: list[str], places: list[int]) -> Function:
        code = Code(self.names)
        size = HEAD + TAPE + 16 * (len(given) + len(tape))
        code.insts.append(Inst("call", PTR, FRAME, (integer(size),), Value(PTR, "@llb.frame.make")))
        leaves = self._call(code, name, given)
        for v, at in zip((*given, *leaves[:len(tape)]), places, strict=True):
            code.insts.append(Inst("store", "void", None, (v, code.gep("i8", Value(PTR, FRAME), integer(at))), align=8))
        results = leaves[len(tape):]
        return self._function(code, [Value(PTR, FRAME), *results, *(r for r in results if r.type == PTR)], given)

    def _reverse(self, name: str, given: list[Value], tape: list[str], places: list[int]) -> Function:
        code = Code(self.names)
        loaded: list[Value] = []
        for type_, at in zip([*(v.type for v in given), *tape], places, strict=True):
            code.insts.append(Inst("load", type_, code.names.new(), (code.gep("i8", Value(PTR, FRAME), integer(at)),), align=8))
            loaded.append(code.insts[-1].value)
        seeds = [Value(t, f"%seed.{k}") for k, t in enumerate(t for t in self.returned if t in FLOATS)]
        args = [*loaded[:len(given)], *seeds, *loaded[len(given):]]
        self._user(name, args)
        adjoints = self._call(code, name, args)
        if [a.type for a in adjoints] != [p.type for p in self.params if p.type in FLOATS]:
            raise UnsupportedError(f"`{name}` returns `{self.functions[name].type}`", None,
                                   f"the adjoint of each floating argument of `{self.f.name}` was expected")
        code.call("llb.frame.end", "void", (Value(PTR, FRAME), Value(I1, LAST), integer(0)))
        return self._function(code, adjoints, [Value(PTR, FRAME), Value(I1, LAST), *seeds])

    def forward(self, name: str, width: int) -> Function:
        """A call for each direction; only the first runs where the function changes memory of its own."""
        if width != 1 and any(p.type == PTR for p in self.params):
            raise UnsupportedError(f"`{self.f.name}` brings a forward derivative for one direction, {width} were asked for", None, "ask for one at a time")
        code, lanes = Code(self.names), list[list[Value]]()
        for k in range(width):
            args = self._with_shadows(True, k)
            self._user(name, args)
            lanes.append(self._call(code, name, args))
        params = [v for p in self.params for v in (p, *([Value(p.type, f"{p.ref}.s{k}") for k in range(width)] if p.type == PTR or p.type in FLOATS else []))]
        if not self.returned:
            return self._function(code, [], params)
        if len(lanes[0]) == 1:                                # the tangent alone
            code.insts.append(Inst("call", self.f.type, code.names.new(), tuple(self.params), Value(PTR, "@" + self.f.name)))
            return self._function(code, [code.insts[-1].value, *(lane[0] for lane in lanes)], params)
        return self._function(code, [lanes[0][0], *(lane[1] for lane in lanes)], params)

    def _call(self, code: Code, name: str, args: list[Value]) -> list[Value]:
        """The leaves of what a function of the user's gives."""
        type_ = self.functions[name].type
        found = code.call(name, type_, args)
        return split(code, self.layout, found)

    def _function(self, code: Code, values: list[Value], params: list[Value]) -> Function:
        type_ = code.give(values)
        return Function("", type_, [Param(v.type, v.ref) for v in params], [Block("start", code.insts)])


def _places(types: _Kinds) -> Iterator[int]:
    for k, _ in enumerate(types):
        yield HEAD + TAPE + 16 * k
