"""Values that are no numbers, chains that stand still, quantities that never move: what a table of means would hide."""
from __future__ import annotations

import numpy as np

from ..variables import Variable, Variables

STILL = 10                       # draws that a chain makes at least before it is said to stand still


def told(posterior: Variables) -> list[str]:
    """What is odd, each with its remedy."""
    return [*(text for v in posterior.values() if v.size for text in no_numbers(v)), *standing_still(posterior)]


def no_numbers(v: Variable) -> list[str]:
    """Entries that are nan or infinite."""
    values = v.entries()
    if values.dtype.kind != "f" or np.isfinite(values).all():
        return []
    bad = ~np.isfinite(values)
    draws, of = int(bad.any(axis=0).sum()), bad[0].size
    what = "nan" if np.isnan(values[bad]).all() else "infinite" if np.isinf(values[bad]).all() else "nan or infinite"
    entries = np.flatnonzero(bad.any(axis=(1, 2)))
    which = "in all entries" if len(entries) == v.size else f"in {len(entries)} of {v.size} entries: {shown(v, entries)}"
    where = f" ({which})" if v.shape else ""
    share = f"every one of {of:,} draws" if draws == of else f"{draws:,} of {of:,} draws"
    cause = "0/0, or the logarithm or root of a negative number" if what == "nan" else "a division by 0, the logarithm of 0, or a number above 1e308"
    return [f"`{v.name}` is {what} in {share}{where}, so its mean is no number and its chains cannot be compared: look for {cause} in the line that "
            "makes it"]


def shown(v: Variable, entries: np.ndarray) -> str:
    """The first of them by name."""
    names = ", ".join(f"`{v.entry_name(int(k))}`" for k in entries[:3])
    return names + (", …" if len(entries) > 3 else "")


def standing_still(posterior: Variables) -> list[str]:
    """Chains of which no quantity moves, and quantities that keep one value in each chain, another one in another."""
    parts = [(v, v.entries()) for v in posterior.values() if v.size]
    if not parts or any(x.shape[1] < 1 or x.shape[2] < STILL for _, x in parts):
        return []
    constant = [(v, x, (x == x[:, :, :1]).all(axis=2)) for v, x in parts]                    # (entry, chain)
    chains = np.flatnonzero(np.concatenate([still for *_, still in constant]).all(axis=0))
    if len(chains):
        return [stuck(chains)]
    found = [v.entry_name(int(k)) for v, x, still in constant for k in np.flatnonzero(still.all(axis=1) & (np.ptp(x[:, :, 0], axis=1) > 0.0))]
    names = ", ".join(f"`{name}`" for name in found[:3]) + (", …" if len(found) > 3 else "")
    return [f"{names} never moved{' in any chain' if parts[0][1].shape[1] > 1 else ''}, only its starting points differ: the sampler's steps are lost "
            "in rounding there; rescale it to numbers of order 1"] if found else []


def stuck(chains: np.ndarray) -> str:
    """Chains that made no step at all."""
    which = f"chain {chains[0]}" if len(chains) == 1 else f"chains {', '.join(map(str, chains))}"
    return (f"{which} never moved: every proposal was rejected, at a point that the sampler cannot leave; start elsewhere (`init=`), rescale the "
            "model so that its parameters are of order 1, or make the warm-up longer (`tune=`)")
