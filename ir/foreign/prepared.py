"""Functions to differentiate, brought by LLVM into the shape that derivatives are taken of: on a clone (`clone.py`), never on the user's own functions.

There invokes become calls (what is thrown leaves the derivative without cleaning up), callees are inlined, loops get a preheader, one latch and lcssa phis;
nothing is unrolled or vectorised.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable

from ..errors import CompileError, UnsupportedError
from ..machine import pipelines, target
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
    text = clone(module, list(bodies.values()), calls)
    with COMPILING, target.llvm().parse_assembly(text, target.llvm().create_context()) as llvm_module:
        pipelines.verify(llvm_module)
        pipelines.lower_invokes(llvm_module)
        pipelines.run_passes(llvm_module, SIMPLE, loop_form=True)
        pipelines.verify(llvm_module)
        made = read(str(llvm_module))
    made.functions |= {name: made.functions[body] for name, body in bodies.items()}
    return made


def _check(module: Module, name: str) -> None:
    function = module.functions.get(name)
    if function is None or not function.blocks:
        raise CompileError(f"`{name}` has no body here", None, "give the file that defines it, too")
    if catches(function):
        place = lines(module)(function, None)
        raise UnsupportedError(f"`{name}`{f' ({place})' if place else ''} catches an exception and goes on", None, "a throw that leaves the function is fine")
