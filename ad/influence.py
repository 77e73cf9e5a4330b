"""Which results of a staged function depend on one of its inputs: through values, memory and control flow, whatever the numbers are."""

from __future__ import annotations

from ..ir import names
from ..ir.graph.cfg import Cfg
from ..ir.graph.normalise import normalise
from ..ir.graph.objects import Objects
from ..ir.text import read
from ..lang import Staged
from .compile import symbolic
from .facts.dependence import Dependence


def influenced(staged: Staged, argument: int) -> set[str]:
    """Names of the outputs that the argument of this number has an influence on. UnsupportedError where pointers are read from memory."""
    f = normalise(read(symbolic(staged.text, staged.name).text).functions[staged.name])
    memory = Dependence(Cfg(f), Objects(f), (names.argument(argument),)).memory
    return {leaf.name for k, leaf in enumerate(staged.outputs) if names.result(k) in memory}
