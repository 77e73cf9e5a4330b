"""Data that are not there: nan and infinities of an argument are accepted where `where=` leaves them out of an observation, or `missing=` says what nan
means, and nowhere else."""

from __future__ import annotations

import math

from ...ir.errors import DataError
from ..inputs.data import data_error
from ..interpret.table import Binding, Definition
from ..posterior import Posterior


def uncovered(binding: Binding) -> list[str]:
    """What is said of the arguments whose numbers are not all finite, unless each of those was left out of an observation. An observation that
    is a part of no argument (`y[i]`, `np.log(y)`) counts for all arguments."""
    rest = {name: gap for name, gap in binding.gaps.items() if binding.covered.get(name, 0) < gap.count}
    anyone = sum(gap.count for gap in rest.values()) <= binding.covered.get("", 0)
    return [] if anyone else [f"`{name}`{gap.problem}" for name, gap in rest.items()]


def leak(model: Definition, posterior: Posterior) -> DataError | None:
    """The error where such numbers are used beside: the log density of a site is nan."""
    if not posterior.binding.gaps:
        return None
    bad = [n for n, r in posterior.interpret(posterior.binding.point).sites.items() if r.log_density is not None and math.isnan(r.log_density)]
    names = ", ".join(f"`{n}`" for n in posterior.binding.gaps)
    problems = [f"{names} hold nan, which reaches the log density of `{n}`{posterior.sites[n].where}: only its obs= may hold nan, where where= is false or "
                "missing= says what that means; with missing=\"parameter\" the value of the site, `y = ppl.sample(…)`, is complete" for n in bad]  # fmt: skip
    return data_error(model, problems) if problems else None
