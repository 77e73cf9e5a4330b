"""`ad.batch`: a function, or any derivative of one, at many points in one call of machine code."""
from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

import numpy as np

from ...ir import names
from ...ir.given import shown, whole
from ...ir.machine.locks import COMPILING
from ...ir.public import public
from ...ir.tracebacks import brief
from ...lang import compile_time
from ...lang.values.services import Interpreter
from ...lang.values.values import Closure
from ..api.arguments import FLOATS, ActivityError, Call, Signature, native_array
from ..api.captured import Wrapper
from ..api.plan import Argnums, Plan, chosen, positions
from ..compile import NUMPY
from ..points.entry import CODES, RETURNED
from ..points.mixed import MixedProgram, build_mixed
from ..points.program import PointsProgram, build, stack
from .outcome import Outcome
from .stacking import at_a_point, count


class Compilation:
    """A function at the types of one point: its staged form and its program."""

    def __init__(self, f: Any, point: Call, stacked: list[bool]):
        self.plan = Plan(f, point, (), "default")
        self.staged, self.stacked = self.plan.staged, stacked
        self.program: PointsProgram = build(self.staged.text, self.staged.name, dict(self._stacks()))

    def _stacks(self) -> Any:
        for k, (leaf, per_point) in enumerate(zip(self.staged.inputs, self.stacked, strict=True)):
            if per_point:
                yield names.argument(k), stack(leaf)
        if not self.staged.by_value:
            for k, leaf in enumerate(self.staged.outputs):
                yield names.result(k), stack(leaf)._replace(read=False, written=True)
        yield names.STATUS, CODES

    def run(self, call: Call, n: int, threads: int) -> Outcome:
        """The function at all n points of the call."""
        arrays = {names.argument(k): native_array(x, leaf.dtype) for k, (x, leaf) in enumerate(zip(call.inputs, self.staged.inputs, strict=True))}
        per_point = {names.argument(k) for k, s in enumerate(self.stacked) if s}
        outs = [np.zeros((n, *leaf.shape), NUMPY[leaf.dtype]) for leaf in self.staged.outputs]
        codes = np.empty(n, np.int64)
        results = {RETURNED: outs[0]} if self.staged.by_value else {names.result(k): out for k, out in enumerate(outs)}
        stacked = {p: a for p, a in arrays.items() if p in per_point} | results | {names.STATUS: codes}
        self.program.run(stacked, {p: a for p, a in arrays.items() if p not in per_point} | self.plan.constants, n, threads)
        return self.outcome(outs, codes)

    def outcome(self, outs: list[np.ndarray], codes: np.ndarray) -> Outcome:
        """Of filled arrays: numbers of points that failed are no numbers."""
        if codes.max(initial=0):
            for out, leaf in zip(outs, self.staged.outputs, strict=True):
                if leaf.dtype in FLOATS:
                    out[codes != 0] = np.nan
        return Outcome(self.staged.rebuild(outs), codes, self.staged.reasons)

    @cached_property
    def mixed(self) -> MixedProgram | None:
        """The program over mixtures of two points, of a function of one array whose points become columns."""
        if not (self.program.columns and self.stacked == [True]):
            return None
        return build_mixed(self.staged.text, self.staged.name, dict(self._stacks()), names.argument(0))

    def run_mixed(self, program: MixedProgram, pairs: np.ndarray, choice: np.ndarray) -> Outcome:
        """The function at all mixtures, part after part."""
        n = len(choice) * len(pairs)
        outs = [np.zeros((n, *leaf.shape), NUMPY[leaf.dtype]) for leaf in self.staged.outputs]
        codes = np.empty(n, np.int64)
        results = {RETURNED: outs[0]} if self.staged.by_value else {names.result(k): out for k, out in enumerate(outs)}
        program.run(np.ascontiguousarray(pairs, NUMPY[self.staged.inputs[0].dtype]), choice, results | {names.STATUS: codes}, self.plan.constants)
        return self.outcome(outs, codes)


class Batched(Wrapper):
    """f at many points; compiled for each combination of types of a point when first called, for any number of points."""

    def __init__(self, f: Callable[..., Any], argnums: Argnums = None, threads: int = 1):
        if not callable(f) and not isinstance(cast(object, f), Closure):
            raise ActivityError(f"`ad.batch` takes a function, not {shown(f)}", hint="`ad.batch(f)(x)`: what it gives is called")
        super().__init__(f)
        self.argnums, self.threads = positions(argnums), whole(threads, "threads", 1)
        self.signature = Signature(f)
        self._compiled: dict[Any, Compilation] = {}
        self.__name__, self.__doc__ = getattr(f, "__name__", None) or getattr(f, "name", "batch"), getattr(f, "__doc__", None)

    @brief
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._run(args, kwargs).checked()

    @brief
    def outcome(self, *args: Any, **kwargs: Any) -> Outcome:
        """The same call, with a code for each point in place of an error where one fails."""
        return self._run(args, kwargs)

    def mixtures(self, pairs: np.ndarray, choice: np.ndarray) -> Outcome | None:
        """f of one array (d,) at points that are mixed of two: part k of pair i has element j of `pairs[i, 1]` where `choice[k, j]` holds, else of
        `pairs[i, 0]`. Values are stacked part after part, (parts n, …). None where f has to be called otherwise: as from `outcome`, with points that exist.

        pairs: (n, 2, d); choice: (parts, d)
        """
        call = self.signature.bind((pairs[:, 0],), {})
        compilation = self.compilation(at_a_point(call, (0,)), (0,))
        program = compilation.mixed
        return None if program is None else compilation.run_mixed(program, pairs, np.ascontiguousarray(choice, np.uint8))

    def _run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Outcome:
        call = self.signature.bind(args, kwargs)
        stacked = chosen(self.argnums, len(call.args))
        n = count(call, stacked)
        return self.compilation(at_a_point(call, stacked), stacked).run(call, n, self.threads)

    def compilation(self, point: Call, stacked: tuple[int, ...]) -> Compilation:
        """The code for points like these; made once, and again when what the function saw around it has changed."""
        key = point.key, stacked
        with COMPILING:
            found = self._compiled.get(key)
            if found is None or found.staged.outside.changed():
                found = self._compiled[key] = Compilation(self.f, point, [x.argument in stacked for x in point.inputs])
            return found

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """A call inside compiled code: a loop over the points there, which is differentiated like any other."""
        from .inside import staged
        return staged(it, self.f, self.signature.bind(tuple(args), kwargs), self.argnums)

    def __repr__(self) -> str:
        return f"<batch of {self.f!r}>"


@public
@compile_time
def batch(f: Callable[..., Any], argnums: Argnums = None, threads: int = 1) -> Batched:
    """f at many points: `batch(f)(X)` takes arrays with a further first axis, the points', and gives the results stacked the same way.

    f is a function in the compiled language, or a derivative of one (`ad.batch(ad.value_and_grad(f))`); what it takes and gives may be containers of
    arrays, each of which is stacked. `argnums` are the positions of the arguments with a value for each point, all of them unless said; other
    arguments, and keywords, are the same at all points.

    Compiled once for the shapes of a point: any number of points runs without compiling again, none included. Points are independent, and a result does
    not depend on where its point stands or on `threads`, over which the points are divided, without Python's lock. A body without loops
    (short ones are unrolled) becomes vectors over points. Where a point fails, the others are computed all the same; the call then raises what a call with
    the first of those points raises, and `batch(f).outcome(X)` gives values and a code for each point instead.

    Raises ActivityError where stacked arguments disagree in their number of points, SettingsError for fewer than one thread, and whatever compiling f raises.
    Inside compiled code a call is a loop over the points, and can be differentiated.

    >>> import numpy as np
    >>> from llbayes import ad
    >>> ad.batch(ad.grad(lambda x: x[0] ** 2 * x[1]))(np.array([[1.0, 2.0], [3.0, 1.0]]))
    array([[4., 1.],
           [6., 9.]])
    """
    return Batched(f, argnums, threads)
