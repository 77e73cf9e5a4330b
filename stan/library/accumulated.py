"""`target()`: the log density so far (reference manual, Log probability increment statement), of whatever asks for a log density; nan where only values are asked
for."""
from __future__ import annotations

import math
from typing import Any

from ...lang.values.services import Interpreter
from ...ppl.interpret.running import RUN
from ...ppl.interpret.scoring import LogDensity


class Target:
    """The sum of what was added, parameters with their Jacobians first."""

    def __call__(self) -> float:
        run = RUN.get()
        return run[1].accumulated("target") if run is not None and isinstance(run[0], LogDensity) else math.nan

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], keywords: dict[str, Any]) -> Any:
        return it.accumulated("target") if isinstance(it.interpretation, LogDensity) else math.nan


target = Target()
