"""How wide the priors of latent quantities are at a point, which a parameter makes them so, and which way: for advice on centred and non-centred forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from .base.distribution import Distribution
from .base.types import Value
from .forms.noncentered import Noncentered
from .interpret.interpretation import Interpretation, Score
from .interpret.services import Services
from .interpret.table import Binding, Site

STEP = 0.1                       # by which a coordinate is moved
ROUNDING = 1e-6                  # a smaller change of a logarithm of a width is none
LEAST, MOST = 0.2, 4.0           # powers with which widths go with what is called a scale, a variance, a precision
Widths = Mapping[str, np.ndarray]        # by site, one number an entry


class Scales(Interpretation):
    """CPython only: the widths of the priors that have a non-centred form."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.widths: dict[str, np.ndarray] = {}

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        dist = site.dist.base if isinstance(site.dist, Noncentered) else site.dist
        if dist is not None and dist.has("noncentered") and not site.restricted:
            self.widths[site.name] = np.abs(shifted(dist, site, 1.0) - shifted(dist, site, 0.0))


def shifted(dist: Distribution, site: Site, u: float) -> np.ndarray:
    """Its value for a standard draw of which every element is u."""
    return np.asarray(dist.shift(np.full(site.shape, u)))


def scaled_by(binding: Binding, widths: Callable[[np.ndarray], Widths], points: np.ndarray, name: str, entry: int) -> tuple[bool, dict[str, bool]]:
    """What an entry of a parameter scales: is it wider where that is larger, and by site whether it is non-centred. `widths` gives them at any z, points
    are (n, dim); a site counts that goes the same way at all of them."""
    site = binding.sites.get(name)
    if site is None or not moves_alone(site, entry):
        return True, {}
    each = [powers(site, widths, z, site.offset + entry) for z in points]
    both = [n for n in each[0] if n != name and all(n in found for found in each)]
    rising, falling = ([n for n in both if all(sign * found[n] > 0.0 for found in each)] for sign in (1.0, -1.0))
    return bool(rising), {n: binding.sites[n].noncentered for n in rising or falling}


def moves_alone(site: Site, entry: int) -> bool:
    """Has the entry of a parameter a coordinate of its own, which nothing else turns into it?"""
    alone = site.constraint is not None and site.constraint.elementwise()
    return site.kind == "parameter" and not site.noncentered and alone and 0 <= entry < site.size


def powers(site: Site, widths: Callable[[np.ndarray], Widths], z: np.ndarray, k: int) -> dict[str, float]:
    """By site whose width goes as a power of a positive parameter, or of the exponential of any other, whose coordinate is k: that power. A location under
    a root makes a width that goes as none."""
    move = np.zeros(len(z))
    move[k] = STEP
    before, here, after = widths(z - move), widths(z), widths(z + move)
    found: dict[str, float] = {}
    for name, width in here.items():
        up, down = np.log(after[name] / width).ravel(), np.log(width / before[name]).ravel()
        moved = np.abs(up) > ROUNDING
        if not moved.any() or not np.isfinite(up + down).all():
            continue
        up, down = up[moved], down[moved]
        power = float(up.mean()) / STEP
        even = bool((np.abs(up - down) < ROUNDING).all())
        if even or from_zero(site) and bool((up * down > 0.0).all()) and LEAST < abs(power) < MOST:
            found[name] = power
    return found


def from_zero(site: Site) -> bool:
    """Is the parameter any number above 0, or one up to a bound?"""
    low = None if site.constraint is None else site.constraint.bounds()[0]
    return low is not None and bool(np.all(np.asarray(low) == 0.0))
