"""llbayes: probabilistic programming and uncertainty quantification, with the model compiled and differentiated after optimisation.

The rooms: `ir` (compiler), `ad` (derivatives), `ppl` (models), `samplers`, `uq`, `models` (ready ones).
"""

__version__ = "0.1.0"
