"""Families of extremes, lifetimes and power laws for the laws over all families: log densities and tails in mpmath, points, and the words of other tools."""

from __future__ import annotations

from typing import Any

from llbayes import ppl

SIZES = (1e-40, 1e-8, 1e-3, 0.3, 1.0, 3.0, 30.0, 1e3)
STEPS = (1e-8, 0.3, 1.0, 3.0, 8.0, 30.0, 600.0, 1e5)


def densities(mp: Any) -> dict[tuple[str, str], Any]:
    """Log densities inside the support in a context of mpmath, by the name of the family and of its last parameter."""
    def weibull(x, k, s):
        return mp.log(k / s) + (k - 1) * mp.log(x / s) - mp.exp(k * mp.log(x / s))

    def frechet(x, k, s):
        return mp.log(k / s) - (k + 1) * mp.log(x / s) - mp.exp(-k * mp.log(x / s))

    def gumbel(x, loc, s):
        return (loc - x) / s - mp.exp((loc - x) / s) - mp.log(s)

    return {
        ("Weibull", "scale"): weibull,
        ("Frechet", "scale"): frechet,
        ("Gumbel", "scale"): gumbel,
        ("Rayleigh", "scale"): lambda x, s: mp.log(x) - 2 * mp.log(s) - (x / s) ** 2 / 2,
        ("Pareto", "scale"): lambda x, k, s: mp.log(k / s) - (k + 1) * mp.log(x / s),
        ("Lomax", "scale"): lambda x, k, s: mp.log(k / s) - (k + 1) * mp.log1p(x / s),
    }


def tails(mp: Any) -> dict[str, Any]:
    """(log P(X ≤ x), log P(X > x)) of the first form of each family, inside the support."""
    def rest(v):
        return mp.log(-mp.expm1(v)) if v > -1 else mp.log1p(-mp.exp(v))

    def above(log_sf):
        return rest(log_sf), log_sf

    def below(log_cdf):
        return log_cdf, rest(log_cdf)

    return {
        "Weibull": lambda x, k, s: above(-((x / s) ** k)),
        "Frechet": lambda x, k, s: below(-((x / s) ** -k)),
        "Gumbel": lambda x, loc, s: below(-mp.exp((loc - x) / s)),
        "Rayleigh": lambda x, s: above(-((x / s) ** 2) / 2),
        "Pareto": lambda x, k, s: above(-k * mp.log(x / s)),
        "Lomax": lambda x, k, s: above(-k * mp.log1p(x / s)),
    }


# parameters, and points inside
LOCATED = tuple((loc, scale, tuple(loc + scale * r for r in (-600.0, -30.0, -3.0, -0.3, *STEPS))) for loc, scale in ((0.0, 1.0), (-3.0, 0.25)))
POWERS = ((1.5, 2.0, SIZES), (50.0, 1.0, (1e-3, 0.3, 0.9, 1.0 + 1e-9, 1.2, 1e3)), (0.01, 0.5, (1e-40, 1e-8, 0.3, 30.0, 1e40)))
CASES = {
    "Weibull": POWERS,
    "Frechet": POWERS,
    "Gumbel": LOCATED,
    "Rayleigh": tuple((s, tuple(s * t for t in SIZES)) for s in (1.0, 1e-8)),
    "Pareto": ((3.0, 2.0, (2.0 + 1e-9, 2.1, 9.0, 1e5, 1e60)), (0.01, 1e-8, (1.1e-8, 1.0, 1e80)), (1e8, 1.0, (1.0 + 1e-9, 1.0 + 3e-7))),
    "Lomax": tuple((a, s, tuple(s * t for t in (*SIZES, 1e60))) for a, s in ((3.0, 2.0), (0.01, 1e-8))) + ((1e8, 1.0, (1e-12, 1e-8, 3e-7)),),
}
# of cut laws: parameters, four points
CUTS = {
    "Weibull": ((1.5, 1.0), (1e-3, 0.7, 86.0, 86.2)),
    "Frechet": ((3.0, 1.0), (0.1, 0.9, 1e3, 1.1e3)),
    "Gumbel": ((0.0, 1.0), (-7.0, 0.5, 800.0, 802.0)),
    "Rayleigh": ((1.0,), (1e-3, 0.7, 40.0, 40.05)),
    "Pareto": ((150.0, 1.0), (1.0001, 1.01, 1e3, 1.01e3)),
    "Lomax": ((150.0, 1.0), (1e-4, 0.01, 1e3, 1.01e3)),
}
# of priors: parameters at which the density is infinite at an end, or nearly
SMALL = {"Weibull": ((0.1, 1.0),), "Frechet": ((0.1, 1.0),)}
# laws cut for uncertainty quantification
CUT = {
    "Weibull": (ppl.Weibull(1.5, 2.0), 0.5, None), "Frechet": (ppl.Frechet(9.0, 2.0), 0.5, None), "Gumbel": (ppl.Gumbel(0.0, 1.0), 1.0, 40.0),
    "Rayleigh": (ppl.Rayleigh(2.0), 1.0, None), "Pareto": (ppl.Pareto(12.0, 2.0), 3.0, None), "Lomax": (ppl.Lomax(3.0, 2.0), 1.0, 9.0),
}  # fmt: skip
# constructor -> keywords of other tools -> our parameters
ELSEWHERE = {
    "Weibull": {"alpha": "shape", "beta": "scale", "c": "shape", "k": "shape", "sigma": "scale", "concentration": "shape"},
    "Frechet": {"alpha": "shape", "sigma": "scale", "c": "shape"},
    "Gumbel": {"mu": "loc", "beta": "scale", "sigma": "scale"},
    "Rayleigh": {"sigma": "scale"},
    "Pareto": {"alpha": "shape", "m": "scale", "b": "shape", "y_min": "scale"},
    "Lomax": {"alpha": "shape", "c": "shape", "lambda_": "scale"},
}  # fmt: skip
