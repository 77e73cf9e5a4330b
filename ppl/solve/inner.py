"""What searches need besides NumPy: slopes and linear systems. Compiled code has them exact, by `ad`; CPython has slopes by differences, so that it takes any
function of Python's, and comes to the same solution."""

from __future__ import annotations

from typing import Any

import numpy as np

from ... import ad
from ...lang.values.services import Interpreter
from ..base.types import Code

STEP = np.finfo(float).eps ** (1 / 3)            # of a central difference


class Slopes:
    """`slopes(g, x, args)`: the Jacobian of g(x, args), of and in vectors."""

    def __call__(self, g: Code, x: np.ndarray, args: Any) -> np.ndarray:
        columns: list[np.ndarray] = []
        for k, at in enumerate(x):
            h = STEP * max(abs(at), 1.0) * np.eye(len(x))[k]
            columns.append((g(x + h, args) - g(x - h, args)) / np.sum((x + h) - (x - h)))
        return np.stack(columns, axis=-1)

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], keywords: dict[str, Any]) -> Any:
        return it.call(it.call(ad.jacobian, args[0]), *args[1:])


class Solved:
    """`solved(a, b)`: a⁻¹ b, nan where the matrix is singular."""

    def __call__(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        try:
            return np.linalg.solve(a, b)
        except np.linalg.LinAlgError:
            return np.full(np.shape(b), np.nan)

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], keywords: dict[str, Any]) -> Any:
        return it.call(np.linalg.solve, *args)


class Implicitly:
    """`implicitly(equation, search, *args)`: what the search finds, differentiated by the equation that it solves."""

    def __call__(self, equation: Code, search: Code, *args: Any) -> Any:
        return search(*args)

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], keywords: dict[str, Any]) -> Any:
        return it.call(ad.implicit(args[0], args[1]), *args[2:])


class Minimum(Implicitly):
    """The same for a search that asks for exact slopes all the time: CPython has it compiled."""

    def __call__(self, equation: Code, search: Code, *args: Any) -> Any:
        return ad.evaluate(search)(*args)


minimum = Minimum()
slopes, solved, implicitly = Slopes(), Solved(), Implicitly()
