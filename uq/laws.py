"""Laws of single inputs as frozen distributions of SciPy, which has quantiles and moments of all of them. One line a family of `ppl`."""
from __future__ import annotations

import numpy as np

from ..ir.errors import SettingsError

LAWS = {                              # ppl's parameters in ppl's order → scipy.stats name and its arguments
    "Normal": lambda loc, scale: ("norm", {"loc": loc, "scale": scale}),
    "HalfNormal": lambda scale: ("halfnorm", {"scale": scale}),
    "LogNormal": lambda mu, sigma: ("lognorm", {"s": sigma, "scale": np.exp(mu)}),
    "StudentT": lambda df, loc, scale: ("t", {"df": df, "loc": loc, "scale": scale}),
    "Cauchy": lambda loc, scale: ("cauchy", {"loc": loc, "scale": scale}),
    "HalfCauchy": lambda scale: ("halfcauchy", {"scale": scale}),
    "Laplace": lambda loc, scale: ("laplace", {"loc": loc, "scale": scale}),
    "Logistic": lambda loc, scale: ("logistic", {"loc": loc, "scale": scale}),
    "Exponential": lambda rate: ("expon", {"scale": 1 / rate}),
    "Gamma": lambda shape, rate: ("gamma", {"a": shape, "scale": 1 / rate}),
    "InverseGamma": lambda shape, scale: ("invgamma", {"a": shape, "scale": scale}),
    "Beta": lambda a, b: ("beta", {"a": a, "b": b}),
    "Uniform": lambda low, high: ("uniform", {"loc": low, "scale": high - low}),
}


def frozen(name: str, law):
    """The input's law as a frozen distribution of scipy.stats; SettingsError when it is not the law of one continuous number."""
    if callable(getattr(law, "ppf", None)):
        return law
    family = str(getattr(law, "family", type(law).__name__))
    if family not in LAWS:
        raise SettingsError(f"input `{name}` has the law `{family}`; it must be a distribution of scipy.stats or one of {', '.join(LAWS)}")
    params = [np.asarray(p, float) for p in law.params]
    if any(p.shape for p in params):
        raise SettingsError(f"input `{name}` has array parameters; each input is one number: give every one a name")
    from scipy import stats

    kind, arguments = LAWS[family](*(float(p) for p in params))
    return getattr(stats, kind)(**arguments)
