"""Functions to differentiate, brought by LLVM into the shape that derivatives are taken of: on a clone (`clone.py`), never on the user's own functions.

There invokes become calls (what is thrown leaves the derivative without cleaning up), callees are inlined, loops get a preheader, one latch and lcssa phis;
nothing is unrolled or vectorised.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from ..errors import CompileError, UnsupportedError
from ..machine import pipelines, target
from ..machine.in_child import EndedError, in_child
from ..machine.locks import COMPILING
from ..machine.pipelines import Setting
from ..records import Module
from ..text import read
from .catches import catches
from .clone import aliases, clone
from .lines import lines

SIMPLE = Setting(2, False, False, False, False)


def prepared(module: Module, names: Iterable[str], calls: Collection[str] = ()) -> Module:
    """A module in which `functions[name]` is the prepared body of each of the names (keys of `module.functions`). Callees that were not inlined stand
    beside them under their own names, prepared too; `globals` has what LLVM added. Functions of `calls` are called and never inlined.

    CompileError for a name without a body, UnsupportedError for one that catches what is thrown and goes on.
    """
    same = aliases(module)
    bodies = {name: same.get(f"@{name}", f"@{name}")[1:] for name in names}
    for name in bodies.values():
        _check(module, name)
    with COMPILING:
        target.host()                               # once, in this process
        try:
            made = read(in_child(partial(_passed, clone(module, list(bodies.values()), calls))))
        except EndedError as error:
            said = str(error).strip().split("\n")[0]
            raise CompileError(f"LLVM ended while it prepared {', '.join(bodies)} for differentiation{': ' if said else ''}{said}") from None
    made.functions |= {name: made.functions[body] for name, body in bodies.items()}
    return made


def _passed(text: str) -> str:
    """The text of a module behind LLVM's passes."""
    with pipelines.parse(text, target.llvm().create_context(), foreign=True) as module:
        pipelines.lower_invokes(module)
        pipelines.run_passes(module, SIMPLE, loop_form=True, foreign=True)
        pipelines.verify(module)
        return str(module)


def _check(module: Module, name: str) -> None:
    function = module.functions.get(name)
    if function is None or not function.blocks:
        raise CompileError(f"`{name}` has no body here", None, "give the file that defines it, too")
    if catches(function):
        place = lines(module)(function, None)
        raise UnsupportedError(f"`{name}`{f' ({place})' if place else ''} catches an exception and goes on", None, "a throw that leaves the function is fine")
