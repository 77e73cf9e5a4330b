"""Source lines of instructions, from the debug information of a module."""
from __future__ import annotations

import re
from pathlib import Path

from ....ir.errors import Position
from ....ir.records import Inst, Module

_NODE = re.compile(r"(!\d+) = (?:distinct )?!(DI\w+)\((.*)\)")
_FIELD = re.compile(r'(\w+): ("[^"]*"|!?\w+)')


class Lines:
    """Reads the nodes that are asked for."""

    def __init__(self, module: Module):
        self.text = {line.split(" ", 1)[0]: line for line in module.metadata}

    def of(self, inst: Inst) -> Position | None:
        """Where an instruction stands in its source; None without debug information."""
        place = self._node(dict(inst.metadata).get("dbg", ""))
        file = self._file(place.get("scope", ""))
        if not file or "line" not in place:
            return None
        line, column = int(place["line"]), max(1, int(place.get("column", "1")))
        return Position(file, line, column, line, column + 1)

    def _file(self, scope: str) -> str:
        """The file of the innermost scope that names one."""
        for _ in range(64):
            node = self._node(scope)
            if not node or "file" in node:
                return self._path(self._node(node.get("file", "")))
            scope = node.get("scope", "")
        return ""

    def _path(self, file: dict[str, str]) -> str:
        name = file.get("filename", "").strip('"')
        return name if not name or Path(name).exists() else str(Path(file.get("directory", "").strip('"'), name))

    def _node(self, name: str) -> dict[str, str]:
        found = _NODE.fullmatch(self.text.get(name, "").strip())
        return dict(_FIELD.findall(found[3])) if found else {}
