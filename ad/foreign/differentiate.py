"""A module with calls of Enzyme's convention, to one that holds the derivatives they ask for."""
from __future__ import annotations

from ...ir.collector import paused
from ...ir.errors import CompileError
from ...ir.foreign import Foreign
from ...ir.machine import pipelines, target
from ...ir.machine.locks import COMPILING
from ...ir.records import Module
from ...ir.text import read
from .assembly import assembled
from .convention import requests
from .derive import Report
from .module import Derivatives
from .names import Key
from .rewriting import quiet, rewrite, settle


@paused()
def differentiate(module: Foreign, report: Report | None = None) -> str:
    """LLVM's text of the module with every `__enzyme_…` call replaced, and the derived functions beside its own. It needs nothing of ours.

    `report` is told of every function that is derived. UnsupportedError with all calls that are not legal, or with the function and line of what
    cannot be differentiated.
    """
    text, left = module.text, True
    while left:                                  # a function that asks for derivatives itself waits until those are there
        records = read(text)
        keys = rewrite(records)
        left = bool(requests(records))
        text = _answered(records, keys, left, report)
    return text


def _answered(records: Module, keys: list[Key], left: bool, report: Report | None) -> str:
    """The module with these derived functions."""
    quiet(records)
    made = Derivatives(records, dict.fromkeys(key.function for key in keys), report)
    for key in keys:
        made.want(key)
    made.run()
    settle(Module(made.made))
    if not left:
        settle(records)
    return verified(assembled(made, last=not left))


def verified(text: str) -> str:
    """The text as LLVM prints it, once its verifier has passed it."""
    with COMPILING:
        try:
            module = target.llvm().parse_assembly(text, target.llvm().create_context())
        except RuntimeError as error:
            raise CompileError(f"LLVM refuses the derivatives that were made: {' '.join(str(error).split())}", None, "this is a fault of llbayes") from None
        pipelines.verify(module)
        return str(module)
