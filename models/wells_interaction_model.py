"""Switching to a safe well against distance, arsenic and their product (Gelman and Hill 2007, section 5.4). Data set `wells_data`."""
from __future__ import annotations

from .. import ppl
from ._wells import switching


@ppl.model
def wells_interaction_model(N, switched, dist, arsenic):
    dist100 = dist / 100
    switching(switched, dist100, arsenic, dist100 * arsenic)
