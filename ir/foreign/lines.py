"""Where in its source an instruction comes from, by debug metadata: for messages."""
from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ..records import Function, Inst, Module

_NODE = re.compile(r"(!\d+) = (.*)")
_FIELD = re.compile(r'(\w+): ("[^"]*"|[^,()]+)')
_DBG = re.compile(r"!dbg (!\d+)")

Lookup = Callable[[Function, Inst | None], str]


def lines(module: Module) -> Lookup:
    """A lookup: the place of an instruction as `file.c:12`, that of the function's head where the instruction has none, "" without debug metadata."""
    nodes = {m[1]: m[2] for line in module.metadata if (m := _NODE.match(line))}

    @cache
    def fields(name: str) -> dict[str, str]:
        return dict(_FIELD.findall(nodes.get(name, "")))

    def file_of(name: str) -> str:
        for _ in range(len(nodes)):                     # scopes of a malformed module may go round
            node = fields(name)
            if "filename" in node:
                return node["filename"].strip('"')
            if "file" in node:
                name = node["file"]
            elif "scope" in node:
                name = node["scope"]
            else:
                break
        return ""

    def place(name: str) -> str:
        node = fields(name)
        while node.get("line", "0") == "0" and "inlinedAt" in node:      # code of no line of its own stands where it was inlined
            name = node["inlinedAt"]
            node = fields(name)
        line, file = node.get("line", "0"), file_of(name)
        return f"{file}:{line}" if line != "0" and file else ""

    def lookup(function: Function, inst: Inst | None) -> str:
        own = "" if inst is None else next((place(value) for kind, value in inst.metadata if kind == "dbg"), "")
        head = _DBG.search(function.suffix)
        return own or (place(head[1]) if head else "")

    return lookup
