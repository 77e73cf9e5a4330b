"""What binding checks in one run of the model in CPython: names, shapes, supports, indices; all problems of the data at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.constraints import violations
from ..base.values import is_plain
from .interpretation import Interpretation
from .table import Binding, Site

MOST_UNROLLED = 64  # parameters that one line may make


class Indexed(np.ndarray):
    """An array that refuses negative indices that come from data; those written by the user are Python integers, and fine."""

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            raise IndexError("a data frame becomes a matrix when it is bound: make each column an argument of its own")
        for k in key if isinstance(key, tuple) else (key,):
            if isinstance(k, (np.ndarray, np.integer)) and k.dtype.kind == "i" and k.size and k.min() < 0:
                raise IndexError(
                    f"an index from data is negative ({k.min()}): in data that count from 1 a 0 would silently be the last; "
                    "use ppl.index(a, n, base=1)"
                )
        return super().__getitem__(key)


class Check(Interpretation):
    """Collects sites; looks for observed values outside of the support and for indices out of range."""

    def __init__(self, binding: Binding, attempt: int = 0):
        """The run is at z = 0, in later attempts at random points."""
        super().__init__(binding)
        binding.visits.clear()
        self.attempt, self.z = attempt, np.zeros(0)
        self.problems: list[str] = []
        self.call_sites: dict[str, Any] = {}
        self.repeats: dict[Any, int] = {}
        self.arrays = [a for a in binding.data.values() if isinstance(a, np.ndarray)]

    def wants(self, name: str) -> bool:
        return True

    def register(self, it: Any, site: Site) -> None:
        key = it.call_site()
        if site.kind == "parameter" and isinstance(self.binding.data.get(site.name), (int, float, np.ndarray)):
            raise it.error(f"`{site.name}` is data, and a parameter here", f"observe it: obs={site.name}; or give the parameter another name")
        old = self.sites.get(site.name)
        if old is not None and (site.kind == "parameter" or self.call_sites[site.name] != key):
            raise it.error(f"the site `{site.name}` occurs twice", "give each site its own name; in a loop use an f-string")
        self.repeats[key] = self.repeats.get(key, 0) + 1
        if site.kind == "parameter" and self.repeats[key] > MOST_UNROLLED:
            raise it.error(
                f"the parameter `{site.name}` is made more than {MOST_UNROLLED} times by one line", "make one array of them: shape="
            )
        super().register(it, site)
        self.binding.visits[site.name] = self.binding.visits.get(site.name, 0) + 1
        site.where = old.where if old is not None else at(it)
        self.call_sites[site.name] = key

    def value(self, it: Any, site: Site, dist: Any, chosen: Any) -> Any:
        step = np.random.default_rng((self.attempt, self.offset)).normal(size=self.offset - len(self.z)) if self.attempt else 0.0
        it.z = self.z = np.append(self.z, np.zeros(self.offset - len(self.z)) + step)
        self.domains(it, site)
        self.room(it, site)
        x = super().value(it, site, dist, chosen)
        return x.view(Indexed) if isinstance(x, np.ndarray) else x

    def mismatch(self, it: Any, text: str, observed: bool) -> None:
        if observed:
            self.problems.append(f"{text}{at(it)}; the value never broadcasts")
        else:
            super().mismatch(it, text, observed)

    def observed(self, it: Any, site: Site, obs: Any, where: Any) -> Any:
        support = site.dist.support()
        a = np.asarray(obs)
        site.mask = None if where is None else np.asarray(where)
        if where is not None and np.shape(where) != a.shape:
            self.problems.append(f"where= of `{site.name}` has shape {np.shape(where)}, the observations {a.shape}{at(it)}")
            return obs
        self.domains(it, site)
        if a.dtype.kind not in "fiub":
            self.problems.append(f"observed `{site.name}` holds {a.dtype} data{at(it)}")
            return obs
        if support.restricts() and not support.moves():
            bad = violations(support, a)
            if where is not None:
                bad = bad & np.asarray(where)
            if bad.any():
                first = tuple(int(i) for i in np.argwhere(bad)[0])
                shown = a[first]
                self.problems.append(
                    f"observed `{site.name}`: {int(bad.sum())} of {bad.size} values are outside the support ({support}) of "
                    f"{site.dist}, the first ({shown}) at {list(first) if first else 'the number itself'}{at(it)}"
                )
        return super().observed(it, site, obs, where)

    def is_data(self, p: Any) -> bool:
        """Is this an array of the data itself, or a part of one?"""
        return isinstance(p, np.ndarray) and any(np.may_share_memory(p, a) for a in (*self.arrays, *self.binding.once) if isinstance(a, np.ndarray))

    def domains(self, it: Any, site: Site) -> None:
        """Data that are parameters of a distribution must lie in their domains."""
        if site.dist is None:
            return
        for spec, p in zip(site.dist.family.params, site.dist.params, strict=True):
            if spec.domain.restricts() and self.is_data(p):
                bad = violations(spec.domain, p)
                if site.mask is not None and bad.shape == site.mask.shape:
                    bad = bad & site.mask
                self.note(it, f"`{site.name}`: {{}} of the `{spec.name}` of {site.dist} are not {spec.domain}, the first", bad, p)

    def room(self, it: Any, site: Site) -> None:
        """Bounds that are data must leave room between them."""
        bounds = site.constraint.bounds()
        if all(b is not None and (is_plain(b) or self.is_data(b)) for b in bounds):
            low, high = np.broadcast_arrays(*bounds)
            self.note(it, f"`{site.name}`: the lower bound is not below the upper one in {{}}, the first", ~(low < high), low)

    def note(self, it: Any, text: str, bad: Any, values: Any) -> None:
        """A problem with those values that are bad."""
        if bad.any():
            first = tuple(int(i) for i in np.argwhere(bad)[0])
            place = list(first) if first else "the number itself"
            self.problems.append(f"{text.format(f'{int(bad.sum())} of {bad.size} values')} ({values[first]}) at {place}{at(it)}")

    def index(self, it: Any, a: Any, n: Any, base: int = 0) -> Any:
        values = np.asarray(a)
        bad = (values < base) | (values >= n + base)
        if values.dtype.kind not in "iu":
            self.problems.append(f"index data must be whole numbers, not {values.dtype}{at(it)}")
        elif bad.any():
            first = tuple(int(i) for i in np.argwhere(bad)[0])
            self.problems.append(
                f"index data out of range: {int(bad.sum())} of {values.size} are outside {base} … {n + base - 1}, the first "
                f"({values[first]}) at {list(first) if first else 'the number itself'}{at(it)}"
            )
            a = np.clip(values, base, n + base - 1)
        return super().index(it, a, n, base)


def at(it: Any) -> str:
    position = it.position()
    return f" ({position.file}:{position.line})" if position is not None else ""
