"""The module that comes out: the user's own as it was, derived functions, what they need, nothing of ours besides."""
from __future__ import annotations

import re

from ...ir.records import Function, Inst, Module, Param
from ...ir.text import read, write
from ...lang.bodies import with_bodies
from ..emit.reverse import helper_functions
from ..lower import frames
from .module import Derivatives


def assembled(made: Derivatives, last: bool = True) -> str:
    """Text of the user's module with everything that was made. Where it is to be differentiated once more, what halves call is declared alone."""
    user = made.user
    out = Module(dict(user.functions), list(user.globals), user.attributes, user.metadata)
    for f in made.made.values():
        out.functions[f.name] = stripped(f)
    if last:
        _add_helpers(out, helper_functions())
    out.globals += [text for text in made.globals.values() if text]
    _add_globals(out, made)
    _declare(out, made, last)
    if not last:
        return write(out)
    bodies, strings, _ = frames.needed(_names(out))
    return with_bodies("\n".join([write(out), *strings, *bodies, ""]))


def stripped(f: Function) -> Function:
    """Without metadata and attribute groups, whose numbers are those of another module."""
    for b in f.blocks:
        for i in b.insts:
            i.metadata = ()
            if i.op == "call":
                i.attrs, i.arg_attrs = "", tuple(_immediate(i))
                i.flags = tuple(x for x in i.flags if x in _ARITHMETIC or _CONVENTION.fullmatch(x))
    return f


_CONVENTION = re.compile(r"\w+cc|cc \d+|preserve_\w+")
# how an argument is passed
_PASSED = re.compile(r"\b(?:zeroext|signext|inreg)\b|\b(?:elementtype|byval|sret|inalloca|preallocated)\((?:[^()]|\([^()]*\))*\)")
_ARITHMETIC = frozenset(["nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc", "fast"])


def _immediate(i: Inst) -> list[str]:
    """Attributes of arguments that belong to what is called."""
    kept = [" ".join(_PASSED.findall(text)) for text in i.arg_attrs]
    return kept if any(kept) else []


def _called(f: Function) -> dict[str, Inst]:
    return {i.callee.ref[1:]: i for b in f.blocks for i in b.insts if i.op == "call" and i.callee.ref[0] == "@"}


def _names(out: Module) -> set[str]:
    return {name for f in out.functions.values() for name in _called(f)}


def _add_helpers(out: Module, helpers: dict[str, Function]) -> None:
    """Functions of ours with a body that are called: moves of adjoints."""
    for name in _names(out):
        if name in helpers and helpers[name].blocks:
            out.functions[name] = helpers[name]


def _add_globals(out: Module, made: Derivatives) -> None:
    """What LLVM put beside the prepared functions: tables, strings, types."""
    have = {line.split(" = ", 1)[0] for line in out.globals}
    out.globals += [line for line in made.prepared.globals if line.startswith(("@", "%")) and line.split(" = ", 1)[0] not in have and "@llvm." not in line]


def _declare(out: Module, made: Derivatives, last: bool) -> None:
    """Whatever is called and stands nowhere, as it is called."""
    own = frames.BODIES.keys() if last else ()
    _, _, outside = frames.needed(_names(out)) if last else ([], [], set[str]())
    for name in own:
        out.functions.pop(name, None)                     # declared where the module was not the last
    for name in sorted(outside):
        if name not in out.functions:
            out.functions |= read(frames.DECLARED[name]).functions
    for f in made.made.values():
        for name, call in _called(f).items():
            if name not in out.functions and name not in own:
                out.functions[name] = made.prepared.functions.get(name) or _declaration(name, call)


def _declaration(name: str, call: Inst) -> Function:
    if name in frames.DECLARED:
        return read(frames.DECLARED[name]).functions[name]
    return Function(name, call.type, [Param(a.type, "", _immarg(name, k)) for k, a in enumerate(call.args)])


def _immarg(name: str, k: int) -> str:
    return "immarg" if name.startswith("llvm.mem") and k == 3 or name.startswith(("llvm.abs", "llvm.ctlz", "llvm.cttz", "llvm.is.fpclass")) and k == 1 else ""
