"""What users give a form: a distribution, bounds, weights, probabilities, functions; ModelError for what is none, and for arrays that hold wrong ones.

In a run of a model arrays may be parameters, which are others at another point, and data are looked at when they are bound: there arrays pass.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...ir.given import shown
from ...lang.values.hooks import compile_time
from ..base.constraints import FIRST_LOWER, Constraint, room
from ..base.distribution import Distribution
from ..base.frames import here
from ..base.types import is_function, is_plain
from ..habits.numbers import KINDS
from ..interpret.running import RUN
from ..spaces.outside import violations

HOLDS_SOME = "bounds hold a part of the support between them, the lower one first"
MOST_OF_64_BITS = 2**63
NO_NUMBERS = (Distribution, Constraint, str, bytes, dict, set, tuple)


@compile_time
def number(what: str, value: Any, of_nan: str = "leave it out where there is none") -> None:
    """ModelError for what is neither a number nor an array of such, and for nan; None passes."""
    if value is None:
        return
    kind = np.asarray(value).dtype.kind if isinstance(value, (np.ndarray, np.generic)) else "f"
    if isinstance(value, NO_NUMBERS) or callable(value) or kind not in "fiub":
        raise no_number(what, value)
    if is_plain(value) and math.isnan(value):
        raise ModelError(f"{what} is nan", here(), of_nan)


def no_number(what: str, value: Any) -> ModelError:
    """The error for anything else."""
    from ..habits.values import for_number  # not for `import llbayes.ppl`

    if isinstance(value, Distribution):
        found, remedy = f"the distribution {value}", f'its value is that of a site: `x = ppl.sample("x", {value.name}(…))`'
    elif isinstance(value, np.ndarray):
        found, remedy = f"an array of {KINDS.get(value.dtype.kind, value.dtype)}", "make numbers of them: `.astype(float)`"
    else:
        found, remedy = for_number(value)
    return ModelError(f"{what} is {found}, and no number", here(), remedy)


# -- arrays, as far as they are known
def known(*values: Any) -> bool:
    """Are these numbers and arrays that NumPy compares, outside of a run?"""
    return RUN.get() is None and all(isinstance(v, (float, np.ndarray, np.generic)) or isinstance(v, int) and abs(v) < MOST_OF_64_BITS for v in values)


@compile_time
def elements(what: str, value: Any, domain: Constraint, must: str, hint: str) -> None:
    """ModelError for an array of which some elements, or vectors, lie outside of their domain."""
    if not known(value) or not isinstance(value, np.ndarray):
        return
    wrong = violations(domain, np.asarray(value, float))
    if np.any(wrong):
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        place = f", the first at {list(at)}: {value[at]}" if at else f": {value}"
        raise ModelError(f"{what} must be {must}, and {int(np.sum(wrong))} of {wrong.size} {'is' if np.sum(wrong) == 1 else 'are'} not{place}", here(), hint)


@compile_time
def in_order(what: str, low: Any, high: Any, whole: bool = False) -> None:
    """ModelError for bounds without room between them, and for arrays of bounds that hold nan. A whole number may be both bounds."""
    for name, bound in (("low", low), ("high", high)):
        if known(bound) and np.any(np.isnan(bound)):
            raise ModelError(f"`{name}` of {what} holds nan", here(), "infinite, `np.inf` or `-np.inf`, where there is no bound")
    if not whole:
        room(what, low, high)
    if known(low, high) and not (is_plain(low) and is_plain(high)):
        refuse_reversed(f"{what}: the lower bound is not below the upper one", low, high, whole, FIRST_LOWER)


def refuse_reversed(problem: str, low: Any, high: Any, whole: bool, hint: str) -> None:
    """ModelError where arrays are not in order; their shapes are looked at with those of the rest."""
    try:
        low, high = np.broadcast_arrays(low, high)
    except ValueError:
        return
    wrong = ~((low <= high) if whole else (low < high))
    if np.any(wrong):
        at = list(map(int, np.argwhere(wrong)[0]))
        raise ModelError(f"{problem} in {int(np.sum(wrong))} of {wrong.size} places, the first at {at}", here(), hint)


# -- distributions of numbers
def no_distribution(must: str, value: Any, usual: str) -> ModelError:
    """The error for what stands in the place of a distribution; `usual` is the form as it is written."""
    from ..habits.values import for_distribution, is_constructor  # not for `import llbayes.ppl`

    what, remedy = for_distribution("x", value)
    return ModelError(f"{must}, not {what}", here(), remedy if is_constructor(value) or callable(getattr(value, "rvs", None)) else f"as in {usual}")


@compile_time
def of_one_number(word: str, dist: Distribution, wanted: str, ways: str) -> ModelError:
    """The error for a distribution that a form is not made for: why it is not, and what there is."""
    if dist.axes:
        why, remedy = f"its values are arrays of {dist.axes} ax{'i' if dist.axes == 1 else 'e'}s", ways
    elif dist.atoms:
        why, remedy = "it has probabilities of single values, as what is censored or has zeros of its own", ways
    elif dist.discrete:
        why, remedy = "it has probabilities of whole numbers", ways
    else:
        why, remedy = "it has no cdf", 'of your own distributions give it: `Custom(…, cdf=lambda x, …: …)`'
    return ModelError(f"`{word}` takes {wanted}, not `{dist.name}`: {why}", here(), remedy)


# -- functions
@compile_time
def function(what: str, value: Any, hint: str) -> None:
    """ModelError for what is no function."""
    if not is_function(value):
        raise no_function(what, value, hint)


def no_function(what: str, value: Any, hint: str) -> ModelError:
    """The error for anything else."""
    from ..habits.values import for_number  # not for `import llbayes.ppl`

    if isinstance(value, Distribution):
        found = f"the distribution {value}"
    else:
        found = f"the number {value}" if isinstance(value, (int, float, np.number)) else for_number(value)[0]
    return ModelError(f"{what} must be a function, not {found}", here(), hint)


@compile_time
def flag(what: str, value: Any, hint: str) -> None:
    """ModelError for what is neither True nor False."""
    if not isinstance(value, (bool, np.bool_)):
        raise ModelError(f"{what} must be True or False, not {shown(value)}", here(), hint)


# -- sets
def no_set(whose: str, value: Any) -> ModelError:
    """The error for a support that is no constraint."""
    from ..habits.values import for_constraint  # not for `import llbayes.ppl`

    what, remedy = for_constraint(value, "support=")
    return ModelError(f"{whose}: `support=` must be a constraint, not {what}", here(), remedy)
