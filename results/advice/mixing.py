"""Do chains describe one distribution, and how well: R-hat against what it may be (`agreement.py`), and the effective sample size, in words.

Where that cannot be known, because one chain was run or because the draws are too few, it is said.
"""
from __future__ import annotations

from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from ..convergence import rhat_and_ess
from ..trees import Groups
from ..variables import PlainGroups, Variables, variables
from .agreement import Agreement, agreement

ESS_LEAST = 400                  # Vehtari et al. 2021
RHAT_LEAST = 1.01                # what is smaller is no matter, however sure: chains less than a third of a standard deviation apart
RHAT_DOUBTFUL = 1.05             # what is larger is not explained by few draws without a word
DRAWS_LEAST = 10                 # of each chain; halves of fewer have no correlations to be judged by
LOOKED_AT = 2**14                # draws of an entry that are looked at first: ten times what R-hat needs


class Mixing:
    """Of the entries of a posterior, those with the worst R-hat and the smallest effective sample size, from all their draws."""

    def __init__(self, posterior: Variables):
        self.posterior = posterior
        shapes = {v.values.shape[:2] for v in posterior.values() if v.size}
        self.chains, self.draws = min(shapes) if len(shapes) == 1 else (0, 0)

    @property
    def enough(self) -> bool:
        """Are there draws for R-hat and ESS to mean something?"""
        return self.chains > 0 and self.draws >= DRAWS_LEAST

    @cached_property
    def entries(self) -> int:
        """Their number."""
        return sum(v.size for v in self.posterior.values())

    @cached_property
    def looked(self) -> Agreement:
        """All entries, of long chains every k-th draw."""
        parts = [agreement(v.entries()[:, :, ::self.step], self.entries) for v in self.posterior.values() if v.size]
        return Agreement(*(np.concatenate(found) for found in zip(*parts, strict=True)))

    @property
    def step(self) -> int:
        """Of so many draws one is looked at: a part with an ESS above what is asked for shows that the whole has one, and chains that disagree do so
        in a part."""
        return every(self.chains * self.draws)

    @cached_property
    def known(self) -> np.ndarray:
        """Numbers of the entries that vary and are finite."""
        return np.flatnonzero(np.isfinite(self.looked.rhat + self.looked.ess))

    @cached_property
    def worst(self) -> tuple[str, float, float, float]:
        """Name, R-hat, its limit and ESS of the entry whose R-hat exceeds its limit most, or comes nearest to it."""
        entry = int(self.known[np.argmax((self.looked.rhat - self.looked.limit)[self.known])])
        name, x = self.entry(entry)
        found = agreement(x, self.entries)
        return name, float(found.rhat[0]), float(found.limit[0]), float(found.ess[0])

    @property
    def largest_rhat(self) -> float:
        """Over all entries."""
        return float(self.looked.largest[self.known].max())

    @cached_property
    def slowest(self) -> tuple[str, float, float]:
        """Name, R-hat and ESS of the entry with the smallest ESS."""
        name, x = self.entry(int(self.known[np.argmin(self.looked.ess[self.known])]))
        rhat, size = rhat_and_ess(x)
        return name, float(rhat[0]), float(size[0])

    def entry(self, number: int) -> tuple[str, np.ndarray]:
        """Name and draws (1, chain, draw) of an entry counted through all variables."""
        for v in self.posterior.values():
            if number < v.size:
                return v.entry_name(number), np.asarray(v.entries()[number:number + 1], float)
            number -= v.size
        raise IndexError(number)


def mixing(source: Groups | PlainGroups) -> Mixing:
    """Of the posterior of a result. That of the arrays of a run, which do not change any more, is looked at once, however often it is asked about."""
    if not isinstance(source, PlainGroups):
        return Mixing(variables(source, "posterior"))
    if source not in _of_runs:
        _of_runs[source] = Mixing(variables(source, "posterior"))
    return _of_runs[source]


_of_runs: WeakKeyDictionary[PlainGroups, Mixing] = WeakKeyDictionary()


def every(draws: int) -> int:
    """The step by which so many draws are looked through."""
    return max(1, draws // LOOKED_AT)


def told(found: Mixing) -> list[str]:
    """What is wrong, or cannot be known."""
    if not found.chains:
        return []
    if not found.enough:
        return [f"{count(found.draws, 'draw')} of {'each chain' if found.chains > 1 else 'one chain'} {'are' if found.draws > 1 else 'is'} too few to be "
                f"judged: neither R-hat (do chains give the same answer?) nor the effective sample size (ESS) means anything below {DRAWS_LEAST}; draw "
                f"more, 1000 of each of 4 chains are usual"]
    if not len(found.known):
        return []
    return [*one_chain(found), *apart(found), *few(found)]


def one_chain(found: Mixing) -> list[str]:
    if found.chains > 1:
        return []
    return [f"there is one chain: R-hat (at most {found.largest_rhat:.3f}) compares its two halves and shows drift, but not whether chains from other "
            "starting points find the same distribution; run several, `chains=4`"]


def apart(found: Mixing) -> list[str]:
    """What R-hat says: a disagreement, or one that so few draws cannot be told from chance."""
    name, rhat, limit, size = found.worst
    if rhat > max(RHAT_LEAST, limit):
        what = "chains disagree" if found.chains > 1 else "the chain still moves from one place to another"
        return [f"R-hat of `{name}` is {rhat:.3f} at an ESS of {size:.0f}, and at most {max(RHAT_LEAST, limit):.3f} where all draws are from one "
                f"distribution: {what}, so results are not to be trusted; run longer, and if that does not help look for several modes, or for "
                "parameters that the data cannot tell apart"]
    name, rhat, size = found.slowest
    return [f"R-hat of `{name}` is {rhat:.3f} at an ESS of {size:.0f}: so few effective draws do not show whether chains find one distribution; run "
            "longer"] if rhat > RHAT_DOUBTFUL else []


def few(found: Mixing) -> list[str]:
    name, _, size = found.slowest
    return [f"the effective sample size of `{name}` is {size:.0f} (below {ESS_LEAST}): means are rough and quantiles rougher; draw more"
            ] if size < ESS_LEAST else []


def count(number: int, what: str) -> str:
    """`1 draw`, `2 draws`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
