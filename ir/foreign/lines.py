"""Where in its source an instruction comes from, by debug metadata: for messages."""
from __future__ import annotations

import re
from collections.abc import Callable

from ..records import Function, Inst, Module

_NODE = re.compile(r"(!\d+) = (.*)")
_FIELD = re.compile(r'(\w+): ("[^"]*"|[^,()]+)')
_DBG = re.compile(r"!dbg (!\d+)")

Lookup = Callable[[Function, Inst | None], str]


class Places:
    """Nodes of debug metadata: what an instruction's location leads to."""

    def __init__(self, module: Module):
        self.nodes = {m[1]: m[2] for line in module.metadata if (m := _NODE.match(line))}
        self._fields: dict[str, dict[str, str]] = {}

    def fields(self, name: str) -> dict[str, str]:
        """What a node says."""
        if name not in self._fields:
            self._fields[name] = dict(_FIELD.findall(self.nodes.get(name, "")))
        return self._fields[name]

    def file_of(self, name: str) -> str:
        """The file of a location or scope."""
        for _ in range(len(self.nodes)):                # scopes of a malformed module may go round
            node = self.fields(name)
            if "filename" in node:
                return node["filename"].strip('"')
            if not (name := node.get("file", node.get("scope", ""))):
                break
        return ""

    def function_of(self, name: str) -> str:
        """The name of the function that a location lies in, as its source has it."""
        for _ in range(len(self.nodes)):
            node = self.fields(name)
            if self.nodes.get(name, "").removeprefix("distinct ").startswith("!DISubprogram"):
                return node.get("name", "").strip('"')
            if not (name := node.get("scope", "")):
                break
        return ""

    def place(self, name: str) -> str:
        """`file.c:12`, "" where that is not known."""
        node = self.fields(name)
        while node.get("line", "0") == "0" and "inlinedAt" in node:      # code of no line of its own stands where it was inlined
            name = node["inlinedAt"]
            node = self.fields(name)
        line, file = node.get("line", "0"), self.file_of(name)
        return f"{file}:{line}" if line != "0" and file else ""


def lines(module: Module) -> Lookup:
    """A lookup: the place of an instruction as `file.c:12`, that of the function's head where the instruction has none, "" without debug metadata."""
    places = Places(module)

    def lookup(function: Function, inst: Inst | None) -> str:
        head = _DBG.search(function.suffix)
        return places.place(_location(inst)) or (places.place(head[1]) if head else "")

    return lookup


def functions(module: Module) -> Lookup:
    """A lookup: the function that an instruction stood in before it was inlined, the function itself without debug metadata."""
    places = Places(module)
    return lambda function, inst: places.function_of(_location(inst)) or function.name


def _location(inst: Inst | None) -> str:
    return "" if inst is None else next((value for kind, value in inst.metadata if kind == "dbg"), "")
