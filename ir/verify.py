"""LLVM's own verifier on our text: run on everything that is emitted."""
from __future__ import annotations

import re

import llvmlite.binding as llvm

from .records import Module
from .text import write


class VerifyError(AssertionError):
    """Text that we emitted and LLVM refuses: a fault of ours, not of the user."""


def verify(module: Module | str) -> llvm.ModuleRef:
    """The module as LLVM parsed it. VerifyError quotes LLVM's message and the lines around the place."""
    text = module if isinstance(module, str) else write(module)
    try:
        parsed = llvm.parse_assembly(text)
        parsed.verify()
    except RuntimeError as error:
        raise VerifyError(f"{error}\n{_around(text, str(error))}") from None
    return parsed


def _around(text: str, message: str) -> str:
    found = re.search(r":(\d+):\d+: error", message)
    if found is None:
        return ""
    line = int(found[1])
    lines = text.split("\n")
    return "\n".join(f"{k + 1:5} {lines[k]}" for k in range(max(0, line - 4), min(len(lines), line + 2)))
