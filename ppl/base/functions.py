"""The functions that distributions and transforms are written with: those of `lang/library/math.py`, by Python where all arguments are known."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ...lang.library import math as language

FEW = 10_000  # numbers that are quicker done one by one than by importing SciPy


class Function:
    """An elementwise function: in CPython its twin; staged, IR for run-time arguments and the twin's value for compile-time ones. `light`
    is a twin that does not import SciPy (0.2 s), for what binding a model needs."""

    def __init__(self, twin: Callable[..., Any], light: Callable[..., Any] | None = None):
        self.twin, self.light = twin, light or twin

    def __call__(self, *args: Any, **kw: Any) -> Any:
        return self.light(*args, **kw)

    def __llbayes_stage__(self, it: Any, args: Any, kw: Any) -> Any:
        from ...lang.values.values import holds_run_time

        return it.call(self.twin, *args, **kw) if holds_run_time(args) or holds_run_time(kw) else self.light(*args, **kw)


def light_expit(x: Any) -> Any:
    return 1.0 / (1.0 + language.exp(-x))


def light_log_expit(x: Any) -> Any:
    return -np.logaddexp(0.0, -x)


def light_lgamma(x: Any) -> Any:
    a = np.asarray(x)
    if a.size > FEW or not np.all((a > 0) & (a < 1e300)):  # math.lgamma raises at poles and where it overflows
        return language.lgamma(x)
    return np.array([math.lgamma(v) for v in a.ravel().tolist()]).reshape(a.shape)[()]


def light_xlogy(x: Any, y: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log(y))[()]


def light_xlog1py(x: Any, y: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log1p(y))[()]


betainc = Function(language.betainc)
digamma = Function(language.digamma)
exp = Function(language.exp)
expit = Function(language.expit, light_expit)
expm1 = Function(language.expm1)
gammainc = Function(language.gammainc)
gammaincc = Function(language.gammaincc)
lgamma = Function(language.lgamma, light_lgamma)
log = Function(language.log)
log1mexp = Function(language.log1mexp)
log1p = Function(language.log1p)
log_expit = Function(language.log_expit, light_log_expit)
log_ndtr = Function(language.log_ndtr)
logaddexp = Function(language.logaddexp)
logsumexp = Function(language.logsumexp)
ndtr = Function(language.ndtr)
ndtri = Function(language.ndtri)
sqrt = Function(language.sqrt)
where = Function(language.where)
xlog1py = Function(language.xlog1py, light_xlog1py)
xlogy = Function(language.xlogy, light_xlogy)
