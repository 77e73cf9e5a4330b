"""The copy of a module for LLVM's passes: some functions and all that they refer to, and nothing that passes could conclude wrongly from it.

Definitions and variables are seen from outside, so no signature changes and no variable becomes a constant because the function that writes it is not in
the copy. Functions that stay calls are declarations. Debug metadata is what `lines` reads: places and functions, no types and variables.
"""
from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from ..graph.cfg import reach
from ..records import Function, Module
from ..text.writer import write, write_function
from .catches import catches

_GLOBAL = re.compile(r'@(?:"[^"]*"|[-\w.$]+)')
_STRING = re.compile(r'!"[^"]*"')
_GLOBAL_OR_STRING = re.compile(rf'{_GLOBAL.pattern}|"[^"]*"')
_LINKAGE = re.compile(r"\b(?:private|internal|available_externally|linkonce_odr|linkonce|weak_odr|weak|external|extern_weak|common)\s*")
_LOCAL = re.compile(r"\b(?:private|internal)\s*")
_LOCAL_VARIABLE = re.compile(r"(@(?:\"[^\"]*\"|[-\w.$]+) = )(?:private|internal) (?=[^\"@{]*\bglobal\b)")
_ALIAS = re.compile(r"[^\"]* alias .*, ptr (@(?:\"[^\"]*\"|[-\w.$]+))(?:, .*)?$")
_INTERPOSABLE = re.compile(r"\b(?:weak|linkonce) ")
_DEBUG_RECORD = re.compile(r"^ *#dbg_.*\n", re.MULTILINE)
_APPENDING = re.compile(r"@llvm\.(?:used|compiler\.used|global_ctors|global_dtors) = ")
_UNINLINED = re.compile(r"\b(?:noinline|optnone)\b ?")
_GROUPS = re.compile(r"#\d+")
_UNREAD = re.compile(r", (?:retainedNodes|templateParams|declaration|thrownTypes|annotations|imports|retainedTypes|globals|enums|macros): !\d+")
_TYPE, _ANY_TYPE = re.compile(r"\btype: !\d+"), "type: !DISubroutineType(types: !{null})"       # LLVM's writer of debug information needs one
_VARIABLE = re.compile(r", !dbg !\d+")


def clone(module: Module, names: Collection[str], calls: Collection[str]) -> str:
    """The text of what the names refer to, seen from outside. A callee that is called only, or that catches, is a declaration."""
    lines = [_VARIABLE.sub("", line) for line in module.globals if not _APPENDING.match(line)]
    opaque = _opaque(module, calls) - set(names)
    kept = _referred(module, lines, names, opaque)
    functions = {n: _declared(f) if n in opaque else _seen(f, n in names, n in calls) for n, f in module.functions.items() if f"@{n}" in kept}
    functions |= _declared_aliases(lines, functions, opaque)
    same = {name: target for name, target in aliases(module).items() if name[1:] not in functions}
    out = Module(functions, attributes=_inlined(module.attributes), metadata=_places(module.metadata))
    out.globals += [_LOCAL_VARIABLE.sub(r"\1", line) for line in lines if not line.startswith("@") or _is_variable(line, kept, functions, same)]
    _declare_rest(out, module)
    text = _DEBUG_RECORD.sub("", write(out))
    # LLVM does not look through aliases of functions that are seen from outside
    return _GLOBAL_OR_STRING.sub(lambda m: same.get(m[0], m[0]), text) if same else text


def _declare_rest(out: Module, module: Module) -> None:
    """Declares what metadata alone still names: possible callees, annotations of kernels."""
    named = {name for line in out.metadata if "@" in line for name in _GLOBAL.findall(_STRING.sub("", line))}
    there = {_name(line) for line in out.globals} | {f"@{name}" for name in out.functions}
    for name in sorted(named - there):
        f = module.functions.get(name[1:])
        if f is None:
            out.globals.append(f"{name} = external global i8")
        else:
            out.functions[f.name] = _declared(f)


def _opaque(module: Module, calls: Collection[str]) -> set[str]:
    return {n for n, f in module.functions.items() if f.blocks and (n in calls or catches(f))}


def _declared_aliases(lines: list[str], functions: dict[str, Function], opaque: Collection[str]) -> dict[str, Function]:
    """Aliases of what is only declared are declarations of their own."""
    found: dict[str, Function] = {}
    for line in lines:
        if (m := _ALIAS.match(line)) and m[1][1:] in opaque and m[1][1:] in functions:
            found[_name(line)[1:]] = replace(functions[m[1][1:]], name=_name(line)[1:])
    return found


def _is_variable(line: str, kept: Collection[str], functions: Collection[str], same: Collection[str]) -> bool:
    name = _name(line)
    return name in kept and name[1:] not in functions and name not in same


def aliases(module: Module) -> dict[str, str]:
    """What each alias stands for in the end, both with `@`; those that the linker may replace are left out."""
    found = {_name(line): m[1] for line in module.globals if (m := _ALIAS.match(line)) and not _INTERPOSABLE.search(line)}
    for name in found:
        while found[name] in found:
            found[name] = found[found[name]]
    return found


def _referred(module: Module, lines: list[str], names: Collection[str], opaque: Collection[str]) -> set[str]:
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


def _declared(f: Function) -> Function:
    return Function(f.name, f.type, f.params, [], _LINKAGE.sub("", f.prefix).strip(), " ".join(_GROUPS.findall(f.suffix)), f.vararg)


def _seen(f: Function, asked: bool, called: bool) -> Function:
    """The function as it stands in the copy; one of ODR linkage that is inlined vanishes there."""
    if not f.blocks:
        return f
    prefix = (_LINKAGE if asked else _LOCAL).sub("", f.prefix).strip()
    suffix = _UNINLINED.sub("", f.suffix)
    return replace(f, prefix=prefix, suffix=f"noinline {suffix}".strip() if called else suffix)


def _inlined(groups: dict[str, str]) -> dict[str, str]:
    """Attribute groups without what forbids inlining; none may be empty."""
    return {name: _UNINLINED.sub("", text).strip() or '"llb.empty"' for name, text in groups.items()}


def _places(metadata: list[str]) -> list[str]:
    """Metadata without the types, variables and imports that functions and units of debug information name; LLVM drops what nothing names."""
    return [_TYPE.sub(_ANY_TYPE, _UNREAD.sub("", line)) if "DISubprogram(" in line or "DICompileUnit(" in line else line for line in metadata]
