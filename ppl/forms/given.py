"""What users give a form beside distributions: bounds, weights, probabilities; ModelError for what is no number."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.frames import here
from ..base.types import is_plain

NO_NUMBERS = (Distribution, Constraint, str, bytes, dict, set, tuple)


@compile_time
def number(what: str, value: Any) -> None:
    """ModelError for what is neither a number nor an array of such, and for nan; None passes."""
    if value is None:
        return
    kind = np.asarray(value).dtype.kind if isinstance(value, (np.ndarray, np.generic)) else "f"
    if isinstance(value, NO_NUMBERS) or callable(value) or kind not in "fiub":
        raise no_number(what, value)
    if is_plain(value) and math.isnan(value):
        raise ModelError(f"{what} is nan", here(), "leave it out where there is none")


def no_number(what: str, value: Any) -> ModelError:
    """The error for anything else."""
    from ..habits.values import for_number  # not for `import llbayes.ppl`

    if isinstance(value, Distribution):
        found, remedy = f"the distribution {value}", f'its value is that of a site: `x = ppl.sample("x", {value.name}(…))`'
    else:
        found, remedy = for_number(value)
    return ModelError(f"{what} is {found}, and no number", here(), remedy)
