"""Switching to a safe well against its distance in 100 metres (Gelman and Hill 2007, section 5.4). Data set `wells_data`."""
from __future__ import annotations

from .. import ppl
from ._wells import switching


@ppl.model
def wells_dist100_model(N, switched, dist):
    switching(switched, dist / 100)
