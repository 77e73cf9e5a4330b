"""Functions that are other functions put together."""
from __future__ import annotations

from ..values.services import Interpreter
from ..values.values import Value
from .family import Family

public = Family()


@public("numpy.select")
def select(it: Interpreter, condlist: list[Value], choicelist: list[Value], default: Value = 0) -> Value:
    """elements of the first choice whose condition holds, else the default"""
    if len(condlist) != len(choicelist):
        raise it.error(f"{len(condlist)} conditions and {len(choicelist)} choices")
    chosen = default
    for condition, choice in reversed(list(zip(condlist, choicelist, strict=True))):
        chosen = it.operate_on("where", condition, choice, chosen)
    return chosen
