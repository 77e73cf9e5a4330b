"""The functions that distributions and transforms are written with: those of `ir/lang/math`, by Python where all arguments are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..ir.lang import math as language


class Function:
    """An elementwise function: in CPython its twin; staged, IR for run-time arguments and the twin's value for compile-time ones."""

    def __init__(self, twin: Callable[..., Any]):
        self.twin = twin

    def __call__(self, *args: Any, **kw: Any) -> Any:
        return self.twin(*args, **kw)

    def __llbayes_stage__(self, it: Any, args: Any, kw: Any) -> Any:
        from ..ir.lang.values import staged

        return it.call(self.twin, *args, **kw) if staged(args) or staged(kw) else self.twin(*args, **kw)


betainc = Function(language.betainc)
digamma = Function(language.digamma)
exp = Function(language.exp)
expit = Function(language.expit)
expm1 = Function(language.expm1)
gammainc = Function(language.gammainc)
gammaincc = Function(language.gammaincc)
lgamma = Function(language.lgamma)
log = Function(language.log)
log1mexp = Function(language.log1mexp)
log1p = Function(language.log1p)
log_expit = Function(language.log_expit)
log_ndtr = Function(language.log_ndtr)
logaddexp = Function(language.logaddexp)
logsumexp = Function(language.logsumexp)
ndtr = Function(language.ndtr)
ndtri = Function(language.ndtri)
sqrt = Function(language.sqrt)
where = Function(language.where)
xlog1py = Function(language.xlog1py)
xlogy = Function(language.xlogy)
