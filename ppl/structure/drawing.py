"""What `draw=` of a factor may do: make draws of `ppl.generate`, and nothing that is scored or kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.distribution import Distribution
from ..habits.kinds import described
from ..interpret.services import Services
from .submodels import SITES


class Drawing:
    """The interpretation inside of `draw=`."""

    def __init__(self, whole: Any, name: str):
        self.whole, self.name = whole, name

    def __getattr__(self, word: str) -> Any:
        if word not in SITES or word == "generate":
            return getattr(self.whole, word)

        def refused(it: Services, *args: Any, **keywords: Any) -> Any:
            raise it.error(f"`ppl.{word}` inside of draw= of the factor `{self.name}`, which is called for predictions alone",
                           'parameters stand before the factor; a draw is `ppl.generate("z", ppl.Normal(0, 1))`')  # fmt: skip

        return refused


def no_draw(made: Any) -> str:
    """What `draw=` gave in words, where that is neither a distribution nor numbers; else empty."""
    if isinstance(made, Distribution):
        return ""
    try:
        numbers = np.asarray(made).dtype.kind in "fiub"
    except ValueError:
        numbers = False
    return "" if numbers else described(made)
