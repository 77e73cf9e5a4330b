"""Named arrays that an interpretation computes at z, in machine code: rows of z in, arrays with a leading axis for the rows out."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import TypeAlias

import numpy as np

from ..ad.compile import NUMPY
from ..ad.native_density import passed
from ..ad.points.entry import CODES, RETURNED
from ..ad.points.program import PointsProgram, build, stack
from ..ir import names
from ..ir.errors import Reason, failure
from ..lang import Staged
from ..lang.library.random import generator_words
from .base.draws import IMPOSSIBLE
from .interpret.interpretation import Fresh
from .interpret.table import Binding, Definition
from .staged_model import run_time, staged

Refused: TypeAlias = dict[int, Reason]           # rows at which the model gave up, and why
UNWRITTEN = {"f8": np.nan, "f4": np.nan, "i8": IMPOSSIBLE}  # what a draw has of a site that it does not come by, by type


class Code:
    """A staged function, the arrays that it has taken from around it as they were then, and its machine code, made when it is first called."""

    def __init__(self, staged: Staged):
        self.staged = staged
        self.constants = {names.constant(k): np.array(c, order="C") for k, c in enumerate(staged.constants)}

    @cached_property
    def program(self) -> PointsProgram:
        """The loop over rows, from the disk cache or compiled."""
        f = self.staged
        stacks = {names.argument(0): stack(f.inputs[0]), names.STATUS: CODES}
        stacks |= {names.result(k): stack(leaf)._replace(written=True) for k, leaf in enumerate(f.outputs)}
        return build(f.text, f.name, stacks, columns=False)


class Outputs:
    """The function of one interpretation on data; with `draws` it takes a bit generator. A row has as many numbers as z, or `row`."""

    def __init__(self, model: Definition, binding: Binding, fresh: Fresh, draws: bool = False, row: int | None = None):
        self.first = 2 if draws else 1
        self.code = Code(staged(model, binding, fresh, draws, row=row))
        self.data = self.inputs(binding)

    @property
    def staged(self) -> Staged:
        """The function."""
        return self.code.staged

    def inputs(self, binding: Binding) -> dict[str, np.ndarray]:
        """Data by the names of machine code's parameters."""
        inputs = zip(run_time(binding.data), self.staged.inputs[self.first :], strict=True)
        return {names.argument(self.first + k): passed(leaf, a) for k, (a, leaf) in enumerate(inputs)} | self.code.constants

    def with_data(self, binding: Binding) -> Outputs:
        """The same function on other data of the same types and shapes; both share their machine code."""
        other = copy.copy(self)
        other.data = other.inputs(binding)
        return other

    def __call__(self, rows: np.ndarray, generator: np.random.BitGenerator | None = None, refuse: bool = True) -> dict[str, np.ndarray]:
        """The outputs of each row."""
        return self.at(rows, generator, refuse)[0]

    def at(self, rows: np.ndarray, generator: np.random.BitGenerator | None, refuse: bool) -> tuple[dict[str, np.ndarray], Refused]:
        """The outputs of each row, and the rows that the model refuses."""
        if rows.shape != (len(rows), *self.staged.inputs[0].shape) or rows.dtype != np.float64 or not rows.flags.c_contiguous:
            raise ValueError(f"rows of z are contiguous floats of shape (n, {self.staged.inputs[0].shape[0]}), not {rows.dtype} of shape {rows.shape}")
        outs = [np.full((len(rows), *leaf.shape), UNWRITTEN.get(leaf.dtype, 0), NUMPY[leaf.dtype]) for leaf in self.staged.outputs]
        refused = self.fill(self.code.program, rows, outs, generator, refuse)
        return {leaf.name: a for leaf, a in zip(self.staged.outputs, outs, strict=True)}, refused

    def fill(self, program: PointsProgram, rows: np.ndarray, outs: list[np.ndarray], generator: np.random.BitGenerator | None, refuse: bool) -> Refused:
        """All rows in one call of machine code, one after another, as their draws are. Gives those that the model itself refuses; with `refuse` one of those
        that draw is an error."""
        codes = np.zeros(len(rows), np.int64)
        stacked = {names.argument(0): rows, names.STATUS: codes} | {names.result(k): a for k, a in enumerate(outs)}
        if program.returns:
            stacked[RETURNED] = np.zeros(len(rows))
        words = {} if generator is None else {names.argument(1): generator_words(generator)}
        program.run(stacked, self.data | words, len(rows))
        refused = {int(r): self.staged.reasons[int(codes[r]) - 1] for r in np.flatnonzero(codes)}
        if refused and generator is not None and refuse:
            raise failure(next(iter(refused.values())))
        return refused
