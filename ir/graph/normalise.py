"""Few forms for the passes behind: a private copy of one function, rewritten as follows.

1. locals are renamed: parameters `%p0` (the seam's own names stay), values `%v1`, blocks `b0` (the engine's own names have other letters, so nothing can clash)
2. calls that only inform the optimiser (lifetime, assume, debug) are dropped, `tail` too
3. several returns become one
4. integer loads that are only stored again (LLVM copies doubles like that) become floating loads
5. phis and selects of pointers become integers (`pointers.py`)
"""
from __future__ import annotations

import re
import struct

from ..records import Block, Function, Inst, Param, Value
from .build import untailed
from .pointers import split_pointers

_HINTS = ("llvm.lifetime.", "llvm.assume", "llvm.dbg.", "llvm.experimental.noalias", "llvm.invariant.", "llvm.donothing")
_KEPT_NAME = re.compile(r"%(arena|status|(in|out|const)\d+)$")
_KEPT_METADATA = ("dbg", "llvm.loop")


def normalise(function: Function) -> Function:
    """A rewritten copy; `function` itself is not touched."""
    f = _one_return(_renamed(function))
    _retype_copies(f)
    return split_pointers(f)


def callee_of(inst: Inst) -> str:
    """The name a call goes to, "" when it is not a direct call."""
    ref = inst.extra.ref                                                                        # type: ignore[union-attr]
    return ref[1:].strip('"') if ref[0] == "@" else ""


def _renamed(f: Function) -> Function:
    names: dict[str, str] = {p.name: p.name if _KEPT_NAME.match(p.name) else f"%p{k}" for k, p in enumerate(f.params)}
    labels = {b.label: f"b{k}" for k, b in enumerate(f.blocks)}
    count = 0
    for b in f.blocks:
        for i in b.insts:
            if i.result is not None:
                count += 1
                names[i.result] = f"%v{count}"
    blocks = [Block(labels[b.label], [_rewritten(i, names, labels) for i in b.insts if not _is_hint(i)]) for b in f.blocks]
    params = [Param(p.type, names[p.name], p.attrs) for p in f.params]
    return Function(f.name, f.type, params, blocks, f.prefix, f.suffix, f.vararg)


def _is_hint(i: Inst) -> bool:
    return i.op == "call" and callee_of(i).startswith(_HINTS)


def _rewritten(i: Inst, names: dict[str, str], labels: dict[str, str]) -> Inst:
    args = tuple([Value(a.type, names[a.ref]) if a.ref in names else a for a in i.args])
    extra = i.extra
    match i.op:
        case "phi" | "br":
            extra = tuple([labels[x] for x in extra])                                           # type: ignore[union-attr]
        case "switch":
            default, cases = extra                                                              # type: ignore[misc]
            extra = (labels[default], tuple((c, labels[x]) for c, x in cases))
    metadata = tuple(m for m in i.metadata if m[0] in _KEPT_METADATA) if i.metadata else ()
    flags = untailed(i.flags) if i.op == "call" else i.flags
    return Inst(i.op, i.type, names[i.result] if i.result else None, args, extra, flags, i.align, metadata, i.arg_attrs, i.attrs)


def _one_return(f: Function) -> Function:
    ends = [b for b in f.blocks if b.insts[-1].op == "ret"]
    if len(ends) <= 1:
        return f
    last = Block("b.ret")
    if f.type != "void":
        values = tuple(b.insts[-1].args[0] for b in ends)
        last.insts.append(Inst("phi", f.type, "%v0", values, tuple(b.label for b in ends)))
        last.insts.append(Inst("ret", "void", None, (Value(f.type, "%v0"),)))
    else:
        last.insts.append(Inst("ret", "void", None))
    for b in ends:
        b.insts[-1] = Inst("br", "void", None, (), ("b.ret",))
    f.blocks.append(last)
    return f


_AS_FLOAT = {"i64": "double", "i32": "float"}


def _retype_copies(f: Function) -> None:
    """Greatest set of integer loads, phis and selects whose values are only copied to memory; they become floating."""
    users: dict[str, list[tuple[Inst, int]]] = {}
    found: dict[str, Inst] = {}
    for b in f.blocks:
        for i in b.insts:
            if i.type in _AS_FLOAT and i.op in ("load", "phi", "select", "freeze"):
                found[i.result] = i                                                             # type: ignore[index]
            for k, a in enumerate(i.args):
                if a.is_local:
                    users.setdefault(a.ref, []).append((i, k))
    stack = list(found)
    while stack:
        name = stack.pop()
        if name in found and not _only_copied(found[name], users.get(name, ()), found):
            inst = found.pop(name)
            stack += [a.ref for a in inst.args if a.ref in found] + [u.result for u, _ in users.get(name, ()) if u.result in found]
    if any(i.op == "load" for i in found.values()):
        _retype(f, found)


def _only_copied(inst: Inst, uses, found: dict[str, Inst]) -> bool:
    if not uses:
        return False
    data = {"load": (), "select": inst.args[1:]}.get(inst.op, inst.args)
    if any(a.is_local and a.ref not in found for a in data):
        return False
    return all(u.op == "store" and k == 0 or u.result in found and not (u.op == "select" and k == 0) for u, k in uses)


def _retype(f: Function, found: dict[str, Inst]) -> None:
    def turned(v: Value) -> Value:
        if v.is_local:
            return Value(_AS_FLOAT[v.type], v.ref) if v.ref in found else v
        bits = int(v.ref) if v.ref.lstrip("-").isdigit() else 0
        if v.type == "i64":
            return Value("double", f"0x{bits & (1 << 64) - 1:016X}")
        return Value("float", _float_bits(bits))

    for b in f.blocks:
        for i in b.insts:
            if i.op == "store" and i.args[0].ref in found:
                i.args = (turned(i.args[0]), i.args[1])
            elif i.result in found:
                i.type = _AS_FLOAT[i.type]
                if i.op in ("phi", "freeze"):
                    i.args = tuple(map(turned, i.args))
                elif i.op == "select":
                    i.args = (i.args[0], turned(i.args[1]), turned(i.args[2]))


def _float_bits(bits: int) -> str:
    return "0x" + struct.pack(">d", struct.unpack(">f", struct.pack(">I", bits & 0xFFFFFFFF))[0]).hex().upper()
