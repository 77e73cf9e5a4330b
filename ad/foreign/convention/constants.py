"""What a module says of its globals: initialisers of constants, what aliases stand for."""
from __future__ import annotations

import re

from ....ir.records import Module, Value
from ....ir.text.tokens import Tokens, tokenize

_GLOBAL = re.compile(r'@("[^"]*"|[-\w.$]+) = (.*)', re.DOTALL)
_HELD = re.compile(r"(?:[a-z_]+(?:\([^)]*\))? )*?(external |extern_weak )?(?:[a-z_]+(?:\([^)]*\))? )*?(constant|alias) (.*)", re.DOTALL)


class Globals:
    """Initialisers of constants, and what aliases stand for."""

    def __init__(self, module: Module):
        found = (m for line in module.globals if (m := _GLOBAL.match(line)))
        self.text = {m[1]: m[2] for m in found}

    def constant(self, name: str) -> Value | None:
        """What a constant of this module holds; None for what may change or is elsewhere."""
        held = self._held(name, "constant")
        return typed(held) if held is not None else None

    def alias(self, name: str) -> Value | None:
        """What another name stands for; None for anything else."""
        held = self._held(name, "alias")
        if held is None:
            return None
        held.type()
        if held.peek() == "(":
            held.skip_group()
        held.expect(",")
        return typed(held)

    def _held(self, name: str, kind: str) -> Tokens | None:
        """What stands behind the word."""
        found = _HELD.match(self.text.get(name, ""))
        return Tokens(tokenize(found[3]), found[3]) if found and found[2] == kind and not found[1] else None


def typed(tokens: Tokens) -> Value:
    """A typed value."""
    type_ = tokens.type()
    return Value(type_, tokens.constant())
