"""Laws of single inputs as frozen distributions of SciPy, which has quantiles and moments of all of them: those of `ppl` by what their families say,
and cut ones by quantiles of their own (`cut_laws.py`).
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ..ir.errors import SettingsError
from ..ppl.base.family import Family
from ..ppl.base.member import Member
from ..ppl.distributions import FAMILIES
from ..ppl.forms.truncated import Truncated
from .cut_laws import CutLaw


def is_law(family: Family) -> bool:
    """Is it a family of one continuous number that SciPy has too?"""
    return family.scipy is not None and not family.discrete and not family.axes


def frozen(name: str, law: Any) -> Any:
    """The input's law as a frozen distribution of scipy.stats; SettingsError when it is not the law of one continuous number."""
    if callable(getattr(law, "ppf", None)):
        return law
    cut = isinstance(law, Truncated)
    member = law.base if cut else law
    family = member.family if isinstance(member, Member) else None
    if family is None or not (cut or is_law(family)):
        known = ", ".join(f.name for f in FAMILIES if is_law(f))
        raise SettingsError(f"input `{name}` has the law `{family or type(law).__name__}`; it must be a distribution of scipy.stats or one of {known}")
    params = [np.asarray(p, float) for _, p in law.parameters()]
    if any(p.shape for p in params):
        raise SettingsError(f"input `{name}` has array parameters; each input is one number: give every one a name")
    return CutLaw(law) if cut else family.in_scipy(*(float(p) for p in params))
