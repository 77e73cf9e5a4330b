"""`Mixture`: of several distributions (`mixed.py`), or of one whose parameters hold the components on their last batch axis (`mixture_rows.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ...base.constraints import simplex
from ...base.distribution import Distribution
from ...base.family import constructor
from ...base.frames import here
from ...base.parameters import array_of
from ...base.types import Numbers, Value, is_plain
from ...spaces.outside import violations
from ..given import elements, no_distribution, number
from ..own.generator import shape_of
from .mixed import Mixed, batch_of_weights, shape_of_weights
from .mixture_rows import MixedRows


@constructor()
def Mixture(weights: Numbers | Sequence[Value], components: Sequence[Distribution] | Distribution) -> Distribution:
    """A mixture: each value is of one of the `components`, a list of distributions, or one distribution whose parameters hold the components on
    their last axis. `weights` are their probabilities, on the last axis too, or a list of one for each."""
    given = listed(weights)
    if isinstance(components, Distribution):
        refuse_atoms(components)
        made = MixedRows(given, components)
        made.batch(shape_of)
        elements("the weights of a `Mixture`", given, simplex, "probabilities that sum to 1", SUM_TO_1)
        return made
    if not isinstance(components, (list, tuple)) or not all(isinstance(c, Distribution) for c in components):
        raise no_components(components)
    for c in components:
        refuse_atoms(c)
    refuse_unlike(tuple(components))
    batch_of_weights(shape_of_weights(shape_of, given), len(components))
    elements("the weights of a `Mixture`", given, simplex, "probabilities that sum to 1", SUM_TO_1)
    return Mixed(given, tuple(components))


ONE_EACH = "one probability a component, as in `Mixture([0.3, 0.7], [Normal(0, 1), Normal(3, 1)])`"
SUM_TO_1 = "one each component, from 0 on; of any numbers that are positive `w / np.sum(w)`, a parameter of them is `ppl.Dirichlet`"


def listed(weights: Any) -> Any:
    """Weights as an array; a tuple of run-time values where a list holds some."""
    if not isinstance(weights, (list, tuple)):
        return no_list(weights)
    if not weights:
        raise ModelError("`Mixture` is given no weights", here(), ONE_EACH)
    if any(isinstance(w, Distribution) for w in weights):
        raise ModelError("`Mixture` takes the weights first, then the components; here distributions are its weights", here(), ONE_EACH)
    for w in weights:
        number("a weight of a `Mixture`", w, SUM_TO_1)
    rows: list[Any] = [w if isinstance(w, (list, tuple)) else np.asarray(w) if isinstance(w, (int, float, np.ndarray, np.generic)) else None for w in weights]
    if any(w is None for w in rows):
        return tuple(weights)
    if all(is_plain(w) for w in weights) and violations(simplex, np.asarray(weights, float)):
        raise ModelError(f"the weights of a `Mixture` are probabilities that sum to 1, not {list(weights)}", here(), SUM_TO_1)
    return np.stack(np.broadcast_arrays(*rows), axis=-1) if all(isinstance(w, np.ndarray) for w in rows) else array_of(list(weights))


def no_list(weights: Any) -> Any:
    """Weights that are no list: an array, of run-time values too."""
    if is_plain(weights):
        raise ModelError(f"`Mixture` takes one weight a component, not the number {weights}", here(), "`[w, 1 - w]` for two components")
    if weights is None:
        raise ModelError("`Mixture` is given no weights", here(), ONE_EACH)
    number("the weights of a `Mixture`", weights)
    return weights


def no_components(value: Any) -> ModelError:
    """The error for what is no distribution, nor a list of them."""
    wrong = next((c for c in value if not isinstance(c, Distribution)), value) if isinstance(value, (list, tuple)) else value
    return no_distribution("`Mixture` takes a list of distributions, or one distribution", wrong, "`Mixture([0.3, 0.7], [Normal(0, 1), Normal(3, 1)])`")


def refuse_unlike(components: tuple[Distribution, ...]) -> None:
    """ModelError where there are none, or some of them have counts and others not, some numbers and others vectors."""
    if not components:
        raise ModelError("`Mixture` is given no components", here(), "a list of distributions, as in `Mixture([0.3, 0.7], [Normal(0, 1), Normal(3, 1)])`")
    first = components[0]
    for c in components[1:]:
        if c.discrete is not first.discrete:
            count, other = (c, first) if c.discrete else (first, c)
            raise ModelError(f"`Mixture`: `{count.name}` has probabilities of whole numbers, `{other.name}` a density: no mixture has both", here(),
                             "for zeros beside a density there is `Hurdle(p, d)`")  # fmt: skip
        if c.axes != first.axes:
            raise ModelError(f"`Mixture`: values of `{first.name}` have {first.axes} axes, those of `{c.name}` {c.axes}", here(),
                             "components have values of one kind: numbers, vectors of one length, matrices of one shape")


def refuse_atoms(component: Distribution) -> None:
    """ModelError for a component that has probabilities beside a density."""
    if component.atoms:
        raise ModelError(f"`{component.name}` has probabilities beside a density, and cannot be a component of a `Mixture`", here(),
                         "mix what is below it: `Censored(Mixture(w, […]), high=c)`, `Hurdle(p, Mixture(w, […]))`")
