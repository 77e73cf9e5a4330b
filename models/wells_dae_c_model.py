"""Switching to a safe well against centred distance, arsenic, their product, schooling (Gelman and Hill 2007, section 5.4). Data set `wells_data`."""
from __future__ import annotations

from .. import ppl
from ._wells import centred, switching


@ppl.model
def wells_dae_c_model(N, switched, dist, arsenic, educ):
    dist100, arsenic_c = centred(dist) / 100, centred(arsenic)
    switching(switched, dist100, arsenic_c, dist100 * arsenic_c, educ / 4)
