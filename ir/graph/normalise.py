"""Few forms for the passes behind: a private copy of one function, rewritten as follows.

1. locals are renamed: parameters `%p0` (the seam's own names stay), values `%v1`, blocks `b0` (the engine's own names have other letters, so nothing can clash)
2. calls that only inform the optimiser (lifetime, assume, debug) are dropped, `tail` too
3. several returns become one
4. integer loads that are only stored again (LLVM copies doubles like that) become floating loads
5. phis and selects of pointers become integers (`pointers.py`)
6. square roots do not go round loops where only what they are roots of is waited for (`squares.py`)
"""
from __future__ import annotations

import struct

from ..names import is_parameter
from ..records import Block, Extra, Function, Inst, Param, Value
from .build import untailed
from .pointers import split_pointers
from .squares import carry_squares

_HINTS = ("llvm.lifetime.", "llvm.assume", "llvm.dbg.", "llvm.experimental.noalias", "llvm.invariant.", "llvm.donothing")
_KEPT_METADATA = ("dbg", "llvm.loop")
_TYPES = ("tbaa", "tbaa.struct")


def normalise(function: Function) -> Function:
    """A rewritten copy; `function` itself is not touched."""
    f = renamed(function)
    _retype_copies(f)
    carry_squares(f)
    return split_pointers(f)


def renamed(function: Function, typed: bool = False) -> Function:
    """Steps 1 to 3 alone; `typed`: the metadata that says types of memory stays."""
    return _one_return(_renamed(function, _KEPT_METADATA + _TYPES if typed else _KEPT_METADATA))


def callee_of(inst: Inst) -> str:
    """The name a call goes to, "" when it is not a direct call."""
    ref = inst.callee.ref
    return ref[1:].strip('"') if ref[0] == "@" else ""


def _renamed(f: Function, kept: tuple[str, ...]) -> Function:
    names, labels = _new_names(f), {b.label: f"b{k}" for k, b in enumerate(f.blocks)}
    blocks = [Block(labels[b.label], [_rewritten(i, names, labels, kept) for i in b.insts if not is_hint(i)]) for b in f.blocks]
    params = [Param(p.type, names[p.name], p.attrs) for p in f.params]
    return Function(f.name, f.type, params, blocks, f.prefix, f.suffix, f.vararg)


def _new_names(f: Function) -> dict[str, str]:
    names = {p.name: p.name if is_parameter(p.name) else f"%p{k}" for k, p in enumerate(f.params)}
    made = (i.result for b in f.blocks for i in b.insts if i.result is not None)
    for count, name in enumerate(made, 1):
        names[name] = f"%v{count}"
    return names


def is_hint(i: Inst) -> bool:
    """A call that only informs the optimiser."""
    return i.op == "call" and callee_of(i).startswith(_HINTS)


def _rewritten(i: Inst, names: dict[str, str], labels: dict[str, str], kept: tuple[str, ...]) -> Inst:
    """A copy with the new names. Most metadata goes: what it promises (types, ranges, scopes) need not hold of a derivative."""
    args = tuple([Value(a.type, names[a.ref]) if a.ref in names else a for a in i.args])
    metadata = tuple([m for m in i.metadata if m[0] in kept]) if i.metadata else ()
    flags = untailed(i.flags) if i.op == "call" else i.flags
    return Inst(i.op, i.type, names[i.result] if i.result else None, args, _relabelled(i, labels, names), flags, i.align, metadata, i.arg_attrs, i.attrs,
                tuple([labels[x] for x in i.to]))


def _relabelled(i: Inst, labels: dict[str, str], names: dict[str, str]) -> Extra:
    match i.op:
        case "phi" | "br" | "indirectbr":
            return tuple([labels[x] for x in i.labels])
        case "call" if i.callee.ref in names:
            return Value(i.callee.type, names[i.callee.ref])
        case "switch":
            default, cases = i.cases
            return (labels[default], tuple([(literal, labels[x]) for literal, x in cases]))
        case _:
            return i.extra


def _one_return(f: Function) -> Function:
    ends = [b for b in f.blocks if b.insts[-1].op == "ret"]
    if len(ends) <= 1:
        return f
    f.blocks.append(Block("b.ret", _merged_return(f.type, ends)))
    for b in ends:
        b.insts[-1] = Inst("br", "void", None, (), ("b.ret",))
    return f


def _merged_return(type_: str, ends: list[Block]) -> list[Inst]:
    """The block that all of these go to instead of returning."""
    if type_ == "void":
        return [Inst("ret", "void", None)]
    phi = Inst("phi", type_, "%v0", tuple([b.insts[-1].args[0] for b in ends]), tuple([b.label for b in ends]))
    return [phi, Inst("ret", "void", None, (phi.value,))]


_AS_FLOAT = {"i64": "double", "i32": "float"}


def _retype_copies(f: Function) -> None:
    """Greatest set of integer loads, phis and selects whose values are only copied to memory; they become floating."""
    found, users = _may_be_copies(f), _users(f)
    stack = list(found)
    while stack:
        name = stack.pop()
        if name in found and not _only_copied(found[name], users.get(name, []), found):
            inst = found.pop(name)
            neighbours = [*(a.ref for a in inst.args), *(user.result for user, _ in users.get(name, ()))]
            stack += [other for other in neighbours if other in found]
    if any(i.op == "load" for i in found.values()):
        _retype(f, found)


Users = list[tuple[Inst, int]]      # (instruction, which of its operands)


def _may_be_copies(f: Function) -> dict[str, Inst]:
    return {i.name: i for b in f.blocks for i in b.insts if i.type in _AS_FLOAT and i.op in ("load", "phi", "select", "freeze")}


def _users(f: Function) -> dict[str, Users]:
    users: dict[str, Users] = {}
    for b in f.blocks:
        for i in b.insts:
            for k, a in enumerate(i.args):
                if a.is_local:
                    users.setdefault(a.ref, []).append((i, k))
    return users


def _data(inst: Inst) -> tuple[Value, ...]:
    """Operands of the same kind as the result of a candidate."""
    match inst.op:
        case "load":
            return ()
        case "select":
            return inst.args[1:]
        case _:
            return inst.args


def _only_copied(inst: Inst, users: Users, found: dict[str, Inst]) -> bool:
    """Whether a candidate comes from candidates and constants, and goes to memory and candidates only."""
    if not users or any(a.is_local and a.ref not in found for a in _data(inst)):
        return False
    return all(_copies(user, operand, found) for user, operand in users)


def _copies(user: Inst, operand: int, found: dict[str, Inst]) -> bool:
    if user.op == "store":
        return operand == 0
    return user.result in found and not (user.op == "select" and operand == 0)


def _retype(f: Function, found: dict[str, Inst]) -> None:
    for b in f.blocks:
        for i in b.insts:
            if i.op == "store" and i.args[0].ref in found:
                i.args = (_as_float(i.args[0], found), i.args[1])
            elif i.result in found:
                data = _data(i)
                i.args = i.args[:len(i.args) - len(data)] + tuple([_as_float(v, found) for v in data])
                i.type = _AS_FLOAT[i.type]


def _as_float(v: Value, found: dict[str, Inst]) -> Value:
    """The operand of a copy as a floating one."""
    if v.is_local:
        return Value(_AS_FLOAT[v.type], v.ref) if v.ref in found else v
    return float_constant(v)


def float_constant(v: Value) -> Value:
    """The float with the bits of an integer constant."""
    bits = int(v.ref) if v.ref.lstrip("-").isdigit() else 0
    if v.type == "i64":
        return Value("double", f"0x{bits & (1 << 64) - 1:016X}")
    return Value("float", _float_bits(bits))


def _float_bits(bits: int) -> str:
    return "0x" + struct.pack(">d", struct.unpack(">f", struct.pack(">I", bits & 0xFFFFFFFF))[0]).hex().upper()
