"""Laws of single inputs as frozen distributions of SciPy, which has quantiles and moments of all of them: those of `ppl` by what their families say,
and cut ones by quantiles of their own (`cut_laws.py`).
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ..ir.errors import SettingsError
from ..ppl.base.distribution import AnyForm
from ..ppl.base.family import Family
from ..ppl.base.truncated import Truncated
from ..ppl.distributions import FAMILIES
from .cut_laws import CutLaw


def is_law(family: Family) -> bool:
    """Is it a family of one continuous number that SciPy has too?"""
    return family.scipy is not None and not family.discrete and not family.axes


def frozen(name: str, law: Any) -> Any:
    """The input's law as a frozen distribution of scipy.stats; SettingsError when it is not the law of one continuous number."""
    if callable(getattr(law, "ppf", None)):
        return law
    family = law.family if isinstance(law, AnyForm) else None
    cut = isinstance(law, Truncated)
    if family is None or not (cut or is_law(family)):
        known = ", ".join(f.name for f in FAMILIES if is_law(f))
        raise SettingsError(f"input `{name}` has the law `{family or type(law).__name__}`; it must be a distribution of scipy.stats or one of {known}")
    params = [np.asarray(p, float) for p in (*law.params, *bounds_of(law))]
    if any(p.shape for p in params):
        raise SettingsError(f"input `{name}` has array parameters; each input is one number: give every one a name")
    return CutLaw(law) if cut else family.in_scipy(*(float(p) for p in params))


def bounds_of(law: AnyForm) -> tuple[Any, ...]:
    """The bounds that a law is cut to."""
    return tuple(b for b in (law.low, law.high) if b is not None) if isinstance(law, Truncated) else ()
