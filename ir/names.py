"""Names of a compiled function's parameters, made and read here alone. Passes rename values freely; by these names arrays find their pointers.

    %in0 %in1 …      arguments                    %in0_d              shadow of %in0 (reverse mode)
    %const0 …        hidden inputs behind them    %in0_d0 %in0_d1 …   its tangents (forward mode), one a direction
    %out0 …          results                      %in0_d_d0           a tangent of its shadow (forward over reverse)
    %arena %status   memory to work in, and where the number of a failure's reason goes
"""
from __future__ import annotations

import re
from collections.abc import Sequence

ARENA, STATUS = "%arena", "%status"
_ARGUMENT, _CONSTANT, _RESULT = "%in", "%const", "%out"
_PARAMETER = re.compile(r"%(arena|status|(in|out|const)\d+)$")


def argument(k: int) -> str:
    """The k-th argument."""
    return f"{_ARGUMENT}{k}"


def constant(k: int) -> str:
    """The k-th hidden input."""
    return f"{_CONSTANT}{k}"


def result(k: int) -> str:
    """Where the k-th result goes."""
    return f"{_RESULT}{k}"


def shadow(name: str) -> str:
    """The adjoint of what `name` points to; also of values and memory inside a function."""
    return name + "_d"


def tangent(name: str, lane: int) -> str:
    """The tangent of what `name` points to, along one of several directions."""
    return f"{name}_d{lane}"


def is_parameter(name: str) -> bool:
    """Is it one of the names above, without a shadow or a tangent?"""
    return _PARAMETER.match(name) is not None


def is_input(name: str) -> bool:
    """An argument or a hidden input: read, and never written."""
    return name.startswith((_ARGUMENT, _CONSTANT))


def behind_inputs(parameters: Sequence[str]) -> int:
    """The place behind the last input, where one more can be put in."""
    return 1 + max(k for k, name in enumerate(parameters) if is_input(name))


def next_constant(parameters: Sequence[str]) -> str:
    """The name for one more hidden input."""
    return constant(sum(name.startswith(_CONSTANT) for name in parameters))
