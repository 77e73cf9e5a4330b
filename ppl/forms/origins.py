"""What became a value, by the logarithms of distances from the ends of its set: where the value itself has been rounded to an end (`base/priors.py`).

For each bijection: the origin and the log slope there, of the value and the logs of its distances from the ends of all values that there may be; and the logs
of the origin's distances from the ends of the numbers that it is of.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from ..base.constraints import AFFINE, INTERVAL, LOWER, POSITIVE, REAL, UNIT, UPPER
from ..base.functions import asinh, exp, expit, expm1, log, log1p, log_expit, sinh, tanh
from ..base.types import Bounds, Code, Value

LOG_2 = math.log(2.0)
Origin = tuple[Value, Value]


def unknown(x: Value) -> tuple[None, None]:
    return None, None


class Ends(NamedTuple):
    """`origin(x, below, above, *params)` is (what became x, the log slope there), below and above logs of distances from the ends of all values; `domain` are
    the ends of what it is of, and `distances(x)` the logs of the origin's distances from those; `linear`: its slope is one number."""

    origin: Code
    domain: Bounds = (None, None)
    distances: Code = unknown
    linear: bool = False


def of_same(x: Value, below: Value, above: Value) -> Origin:
    return x, 0.0 * x


def of_exp(x: Value, below: Value, above: Value, *params: Value) -> Origin:
    return below, below


def of_upper(x: Value, below: Value, above: Value, high: Value) -> Origin:
    return above, above


def of_interval(x: Value, below: Value, above: Value, low: Value, high: Value) -> Origin:
    return below - above, below + above - log(high - low)


def of_expit(x: Value, below: Value, above: Value) -> Origin:
    return below - above, below + above


def of_affine(x: Value, below: Value, above: Value, loc: Value, scale: Value) -> Origin:
    return (x - loc) / scale, log(scale) + 0.0 * x


def of_negative(x: Value, below: Value, above: Value) -> Origin:
    return -x, 0.0 * x


def of_log(x: Value, below: Value, above: Value) -> Origin:
    return exp(x), -x


def of_log1p(x: Value, below: Value, above: Value) -> Origin:
    return expm1(x), -x


def of_logit(x: Value, below: Value, above: Value) -> Origin:
    return expit(x), -log_expit(x) - log_expit(-x)


def of_tanh(x: Value, below: Value, above: Value) -> Origin:
    return 0.5 * (below - above), below + above


def of_arctanh(x: Value, below: Value, above: Value) -> Origin:
    return tanh(x), -2.0 * LOG_2 - log_expit(2.0 * x) - log_expit(-2.0 * x)


def of_sinh(x: Value, below: Value, above: Value) -> Origin:
    y = abs(asinh(x))
    return asinh(x), y - LOG_2 + log1p(exp(-2.0 * y))


def of_arcsinh(x: Value, below: Value, above: Value) -> Origin:
    return sinh(x), -(abs(x) - LOG_2 + log1p(exp(-2.0 * abs(x))))


def itself(x: Value) -> tuple[Value, None]:
    return x, None


def of_unit(x: Value) -> Origin:
    return log_expit(x), log_expit(-x)


def of_symmetric(x: Value) -> Origin:
    return LOG_2 + log_expit(2.0 * x), LOG_2 + log_expit(-2.0 * x)


ENDS: dict[Any, Ends] = {                        # by the kind of a constraint, or the name of a function
    REAL: Ends(of_same, linear=True), POSITIVE: Ends(of_exp), LOWER: Ends(of_exp), UPPER: Ends(of_upper), INTERVAL: Ends(of_interval), UNIT: Ends(of_expit),
    AFFINE: Ends(of_affine, linear=True), "exp": Ends(of_exp), "log": Ends(of_log, (0.0, None), itself), "expm1": Ends(of_exp),
    "log1p": Ends(of_log1p, (-1.0, None), itself), "expit": Ends(of_expit), "logit": Ends(of_logit, (0.0, 1.0), of_unit), "tanh": Ends(of_tanh),
    "arctanh": Ends(of_arctanh, (-1.0, 1.0), of_symmetric), "sinh": Ends(of_sinh), "arcsinh": Ends(of_arcsinh), "negative": Ends(of_negative, linear=True),
}  # fmt: skip
