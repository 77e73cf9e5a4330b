"""A square root that goes round a loop to be squared: what it is the root of goes round instead, and the next iteration does not wait for the root.

    s = phi [s0], [r];  x = a + b (s s);  r = sqrt x      ->      q = phi [s0 s0], [x];  x = a + b q;  r = sqrt x

x must be known never to be negative: the square of its root would be nan. Both are x to the last digit but one, the latter exactly.
"""
from __future__ import annotations

from collections.abc import Mapping

from ..records import Function, Inst, Value
from .build import FLOATS, Code, Names
from .cfg import reach
from .signs import Signs, function_of


def carry_squares(f: Function) -> None:
    """Rewrites such loops of a function."""
    defs = {i.result: i for b in f.blocks for i in b.insts if i.result}
    if not any(function_of(i) == "llvm.sqrt" for i in defs.values()):
        return
    names, signs = Names("w"), Signs(defs)
    for block in f.blocks:
        for phi in [i for i in block.insts if i.op == "phi" and i.type in FLOATS]:
            roots = _roots(phi, defs, signs)
            squares = _squares(phi, defs) if roots else []
            if _return(squares, roots, defs):
                new = _carried(f, phi, squares[0], roots, names)
                block.insts.insert(block.insts.index(phi), new)
                _replace(f, phi, squares, new.value)


def _roots(phi: Inst, defs: Mapping[str, Inst], signs: Signs) -> dict[str, Value]:
    """Block that the phi is come to from -> what its value from there is the square root of, where it is one."""
    found = {label: _radicand(a, defs, signs) for a, label in zip(phi.args, phi.labels, strict=True)}
    return {label: x for label, x in found.items() if x is not None}


def _squares(phi: Inst, defs: Mapping[str, Inst]) -> list[Inst]:
    return [i for i in defs.values() if i.op == "fmul" and i.args == (phi.value, phi.value)]


def _radicand(v: Value, defs: Mapping[str, Inst], signs: Signs) -> Value | None:
    """What a value is the square root of, where that is never negative."""
    inst = defs.get(v.ref)
    if inst is None or function_of(inst) != "llvm.sqrt" or not signs.never_negative(inst.args[0]):
        return None
    return inst.args[0]


def _return(squares: list[Inst], roots: Mapping[str, Value], defs: Mapping[str, Inst]) -> bool:
    """Is one of the roots made of one of the squares?"""
    made_of = reach((x.ref for x in roots.values()), lambda ref: [a.ref for a in defs[ref].args if a.ref in defs] if ref in defs else [])
    return any(i.name in made_of for i in squares)


def _carried(f: Function, phi: Inst, square: Inst, roots: Mapping[str, Value], names: Names) -> Inst:
    """The phi of the squares of what `phi` may be; that of what is no root is made where it comes from."""
    values = dict(roots)
    for a, label in zip(phi.args, phi.labels, strict=True):
        if label not in values:
            code, end = Code(names), next(b for b in f.blocks if b.label == label).insts
            values[label] = code.copy(square, (a, a))
            end[-1:-1] = code.insts
    return Inst("phi", phi.type, names.new(), tuple([values[label] for label in phi.labels]), phi.labels)


def _replace(f: Function, phi: Inst, squares: list[Inst], by: Value) -> None:
    """`by` for the squares; the phi goes where nothing else reads it."""
    gone = {i.name for i in squares}
    for b in f.blocks:
        b.insts = [i for i in b.insts if i.result not in gone]
        for i in b.insts:
            i.args = tuple([by if a.ref in gone else a for a in i.args])
    if not any(phi.value in i.args for b in f.blocks for i in b.insts if i is not phi):
        for b in f.blocks:
            b.insts = [i for i in b.insts if i is not phi]
