"""Switching to a safe well against distance, arsenic, schooling and their products (Gelman and Hill 2007, section 5.6). Data set `wells_data`."""
from __future__ import annotations

from .. import ppl
from ._wells import centred, switching


@ppl.model
def wells_dae_inter_model(N, switched, dist, arsenic, educ):
    dist100, arsenic_c, educ4 = centred(dist) / 100, centred(arsenic), centred(educ) / 4
    switching(switched, dist100, arsenic_c, educ4, dist100 * arsenic_c, dist100 * educ4, arsenic_c * educ4)
