"""Named arrays that an interpretation computes at z, in machine code: rows of z in, arrays with a leading axis for the rows out."""

from __future__ import annotations

import copy
import ctypes
from functools import cached_property
from typing import TypeAlias

import numpy as np

from ..ad.compile import NUMPY, Program, Request, build
from ..ad.native_density import passed
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
    def program(self) -> Program:
        """From the disk cache, or compiled."""
        return build(self.staged.text, self.staged.name, Request(()))


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

    def fill(self, program: Program, rows: np.ndarray, outs: list[np.ndarray], generator: np.random.BitGenerator | None, refuse: bool) -> Refused:
        """One call a row; pointers of z and of the outputs move on by a row. Gives the rows that the model itself refuses; with `refuse` one of those that
        draw is an error."""
        arena, status, ret = program.arena(), np.zeros(1, np.int64), np.zeros(1)
        fixed = {names.ARENA: arena.address, names.STATUS: status.ctypes.data} | {name: a.ctypes.data for name, a in self.data.items()}
        if generator is not None:
            pointers = generator_words(generator)
            fixed[names.argument(1)] = pointers.ctypes.data
        moving = {names.argument(0): rows} | {names.result(k): a for k, a in enumerate(outs)}
        params = program.params
        argv = (ctypes.c_void_p * len(params))(*[fixed.get(p, 0) for p in params])
        steps = [(k, moving[p].ctypes.data, moving[p].strides[0]) for k, p in enumerate(params) if p in moving]
        refused: Refused = {}
        for r in range(len(rows)):
            for k, base, stride in steps:
                argv[k] = base + r * stride
            program.call(argv, ret.ctypes.data)
            if status[0]:
                refused[r] = self.staged.reasons[int(status[0]) - 1]
                if generator is not None and refuse:
                    raise failure(refused[r])
        return refused
