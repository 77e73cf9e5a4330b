"""Functions to differentiate, brought by LLVM into the shape that derivatives are taken of: on a clone of the module, never on the user's own functions.

The clone holds the functions asked for and all that they refer to. There invokes become calls (what is thrown leaves the derivative without cleaning up),
callees are inlined, loops get a preheader, one latch and lcssa phis; nothing is unrolled or vectorised. So that no pass may conclude from the clone what
does not hold of the whole module, definitions and variables in it are seen from outside: no signature changes, no variable becomes a constant.
"""
from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from ..errors import UnsupportedError
from ..graph.cfg import reach
from ..machine import pipelines, target
from ..machine.locks import COMPILING
from ..machine.pipelines import Setting
from ..records import Function, Module
from ..text import read, write
from ..text.writer import write_function
from .catches import catches

SIMPLE = Setting(2, False, False, False, False)
_GLOBAL = re.compile(r'@(?:"[^"]*"|[-\w.$]+)')
_LINKAGE = re.compile(r"\b(?:private|internal|available_externally|linkonce_odr|linkonce|weak_odr|weak|external|extern_weak|common)\s*")
_LOCAL = re.compile(r"\b(?:private|internal)\s*")
_LOCAL_VARIABLE = re.compile(r"(@(?:\"[^\"]*\"|[-\w.$]+) = )(?:private|internal) (?=[^\"@{]*\bglobal\b)")
_APPENDING = re.compile(r"@llvm\.(?:used|compiler\.used|global_ctors|global_dtors) = ")
_UNINLINED = re.compile(r"\b(?:noinline|optnone)\b ?")
_GROUPS = re.compile(r"#\d+")


def prepared(module: Module, names: Iterable[str], calls: Collection[str] = ()) -> Module:
    """A module in which `functions[name]` is the prepared body of each of the names (keys of `module.functions`). Callees that were not inlined stand
    beside them under their own names, prepared too; `globals` has what LLVM added. Functions of `calls` are called and never inlined.

    UnsupportedError for a name that catches what is thrown and goes on.
    """
    names = list(names)
    for name in names:
        if catches(module.functions[name]):
            raise UnsupportedError(f"`{name}` catches an exception and goes on", None, "a throw that leaves the function is fine")
    text = write(_clone(module, names, calls))
    with COMPILING, target.llvm().parse_assembly(text, target.llvm().create_context()) as llvm_module:
        pipelines.verify(llvm_module)
        pipelines.lower_invokes(llvm_module)
        pipelines.run_passes(llvm_module, SIMPLE, loop_form=True)
        pipelines.verify(llvm_module)
        return read(str(llvm_module))


def _clone(module: Module, names: list[str], calls: Collection[str]) -> Module:
    """What the names refer to, seen from outside. A callee that is called only, or that catches, is a declaration."""
    lines = [line for line in module.globals if not _APPENDING.match(line)]
    opaque = {name for name, f in module.functions.items() if name not in names and f.blocks and (name in calls or catches(f))}
    kept = _referred(module, lines, names, opaque)
    functions = {n: _seen(f, n in names, n in opaque, n in calls) for n, f in module.functions.items() if f"@{n}" in kept}
    seen = [_LOCAL_VARIABLE.sub(r"\1", line) for line in lines if not line.startswith("@") or _name(line) in kept]
    return Module(functions, seen, {k: _UNINLINED.sub("", text) for k, text in module.attributes.items()}, module.metadata)


def _referred(module: Module, lines: list[str], names: list[str], opaque: Collection[str]) -> set[str]:
    """Functions and variables (with `@`) that the names refer to, directly or through others; what an opaque function refers to does not count."""
    said = {_name(line): line for line in lines if line.startswith("@")}

    def referred(name: str) -> list[str]:
        f = module.functions.get(name[1:])
        if f is not None:
            return [] if name[1:] in opaque else _GLOBAL.findall(write_function(f))
        return _GLOBAL.findall(said.get(name, ""))

    return reach([f"@{name}" for name in names], referred)


def _name(line: str) -> str:
    return line.partition(" = ")[0]


def _seen(f: Function, asked: bool, opaque: bool, called: bool) -> Function:
    """The function as it stands in the clone."""
    if opaque:
        return Function(f.name, f.type, f.params, [], _LINKAGE.sub("", f.prefix).strip(), " ".join(_GROUPS.findall(f.suffix)), f.vararg)
    if not f.blocks:
        return f
    prefix = (_LINKAGE if asked else _LOCAL).sub("", f.prefix).strip()
    suffix = _UNINLINED.sub("", f.suffix)
    return replace(f, prefix=prefix, suffix=f"noinline {suffix}".strip() if called else suffix)
