"""A bound model with some of its data changed: which arguments stay away and are to be predicted, which labels hold, what is said where that does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...ir.errors import LlbayesError
from ..interpret.table import Binding, Earlier
from ..posterior import Posterior


def away(fitted: Posterior, changed: Mapping[str, Any]) -> frozenset[str]:
    """Arguments that are None for `rebind`, and that a site observes as they are: what it observed is to be predicted."""
    old = fitted.binding
    merged = {**old.data, **changed}
    return frozenset(name for name in merged if merged[name] is None and (name in old.away or name in old.data and is_observed(fitted, name)))


def not_given(fitted: Posterior, changed: Mapping[str, Any]) -> set[str]:
    """Arguments that are None in a prediction: those that say so, and those that were observed before, where the data change."""
    observed = {name for name in fitted.binding.data if changed and name not in changed and is_observed(fitted, name)}
    return observed | {name for name, value in changed.items() if value is None}


def is_observed(fitted: Posterior, name: str) -> bool:
    """Is an argument an array or a number that a site observes as it is?"""
    value = fitted.binding.data[name]
    if not isinstance(value, (np.ndarray, int, float)) or isinstance(value, bool) or np.asarray(value).dtype.kind not in "fib":
        return False
    return any(is_shown(np.asarray(value, float), np.asarray(o, float)) for o in fitted.observed.values())


def is_shown(value: np.ndarray, observed: np.ndarray) -> bool:
    """Is this what was observed, which is nan where `where=` leaves something out?"""
    if value.shape != observed.shape or (observed.size and np.isnan(observed).all() and not np.isnan(value).all()):
        return False
    return bool(np.all((value == observed) | np.isnan(observed)))


def observed_sites(fitted: Posterior) -> frozenset[str]:
    """The sites that are predicted where nothing is given for them."""
    return frozenset(name for name, s in fitted.sites.items() if s.kind == "observed")


def holding(fitted: Posterior, changed: Mapping[str, Any]) -> set[str]:
    """The dims whose labels hold for new data too: where data change those of parameters alone."""
    of_parameters = {dim for s in fitted.parameters for dim in s.dims or ()}
    return {dim for dim in fitted.binding.coords if not changed or dim in of_parameters}


def earlier(fitted: Posterior, changed: Mapping[str, Any], gone: frozenset[str]) -> Earlier:
    """What data of `rebind` follow: all labels hold, unless something is to be predicted for other data."""
    old = fitted.binding
    hold = holding(fitted, {name: v for name, v in changed.items() if name not in gone}) if gone else old.coords
    return Earlier(old.coords, frozenset(old.data.keys() - changed.keys()), frozenset(hold))


def to_be_predicted(binding: Binding, gone: frozenset[str], fitted: Posterior) -> Binding:
    """The binding, which knows what is away."""
    if gone:
        binding.away, binding.predicted = gone, observed_sites(fitted)
    return binding


def with_absent(error: LlbayesError, absent: frozenset[str] | set[str]) -> LlbayesError:
    """The error, which names the arguments that are None."""
    if absent:
        names = ", ".join(f"`{n}`" for n in sorted(absent))
        said = f"{names} is not given, and is None here: give it, nan where it is to be predicted, if the model uses it otherwise than as obs="
        error.hint = f"{error.hint}; {said}" if error.hint else said
        error.place(None)
    return error
