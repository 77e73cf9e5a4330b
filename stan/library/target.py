"""`target()`: the log density so far (reference manual, Accessing the log density). Where no density is asked for, nothing is added up, and it is 0."""
from __future__ import annotations

from typing import Any

from ...ir.errors import ModelError
from ...ir.places import here
from ...lang.values.hooks import primitive
from ...ppl.interpret.running import RUN


@primitive("target")
def target() -> Any:
    """The log density so far, Jacobians included."""
    run = RUN.get()
    if run is None:
        raise ModelError("`target()` stands outside of a model", here())
    interpretation, host = run
    return interpretation.target(host)
