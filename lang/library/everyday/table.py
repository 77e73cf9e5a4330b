"""The public functions of this room that take more than numbers, by their dotted names."""
from __future__ import annotations

from ..named import functions

TABLE = functions("everyday", {
    "scipy.special": {
        "arrays": "lambertw multigammaln comb perm factorial "
                  "eval_legendre eval_chebyt eval_chebyu eval_hermite eval_hermitenorm eval_laguerre eval_genlaguerre eval_gegenbauer",
    },
})  # fmt: skip
