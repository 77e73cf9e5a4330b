"""Programs in other languages, one feature each, that check their own derivatives: which modes each exercises, and what it is run under."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent / "programs"
MODES = ("REVERSE", "FORWARD", "SPLIT")


@dataclass(frozen=True)
class Program:
    """A file below `programs`; Fortran and Rust define `f`, whose numbers of inputs and outputs are said here."""

    name: str
    modes: tuple[str, ...] = MODES
    heap: bool = False                              # run under valgrind
    inputs: int = 0
    outputs: int = 0

    @property
    def path(self) -> Path:
        return ROOT / self.name

    @property
    def language(self) -> str:
        return self.path.suffix[1:]


def heap(name: str, *modes: str, inputs: int = 0, outputs: int = 0) -> Program:
    return Program(name, modes or MODES, True, inputs, outputs)


PROGRAMS = (
    Program("memory/structs.c"),
    Program("memory/unions.c"),
    Program("memory/array_of_pointers.c"),
    heap("memory/heap.c"),
    heap("memory/realloc.c"),
    heap("memory/linked_list.c"),
    heap("memory/tree.c"),
    Program("memory/memcpy_doubles.c"),
    Program("memory/memcpy_pointers.c"),
    Program("memory/tables.c"),
    Program("control/while_loops.c"),
    Program("control/triangular.c"),
    Program("control/switches.c"),
    Program("control/irreducible.c"),
    Program("control/early_returns.c"),
    Program("control/ternaries.c"),
    Program("calls/recursion.c"),
    Program("calls/mutual.c"),
    Program("calls/function_pointers.c"),
    Program("calls/callbacks.c"),
)
