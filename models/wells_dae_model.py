"""Switching to a safe well against distance, arsenic and schooling (Gelman and Hill 2007, section 5.4). Data set `wells_data`."""
from __future__ import annotations

from .. import ppl
from ._wells import switching


@ppl.model
def wells_dae_model(N, switched, dist, arsenic, educ):
    switching(switched, dist / 100, arsenic, educ / 4)
