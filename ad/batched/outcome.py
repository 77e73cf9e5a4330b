"""What a function gave at many points."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import Reason, failure


@dataclass(frozen=True)
class Outcome:
    """`values`: the results, stacked; floats of points that failed are nan. `codes` (n,): 0, or k where a point failed for `reasons[k - 1]`."""

    values: Any
    codes: np.ndarray
    reasons: tuple[Reason, ...] = ()

    @property
    def failed(self) -> np.ndarray:
        """Numbers of the points that failed."""
        return np.flatnonzero(self.codes)

    def error(self, point: int) -> Exception | None:
        """Why a point failed, as what a call with this point alone would have raised; None where it did not."""
        code = int(self.codes[point])
        return failure(self.reasons[code - 1]) if code else None

    def checked(self) -> Any:
        """The values; raises the first failure, with its point and how many others there are."""
        if not self.codes.max(initial=0):
            return self.values
        failed = self.failed
        others = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        reason = self.reasons[int(self.codes[failed[0]]) - 1]
        where = f"at point {failed[0]} of {len(self.codes)}{others}; `ad.batch(f).outcome(…)` gives the rest"
        raise failure(reason._replace(message=f"{reason.message}\n  {where}"))

    def __repr__(self) -> str:
        failed = len(self.failed)
        return f"<{len(self.codes):,} points{f', {failed:,} failed' if failed else ''}>"
