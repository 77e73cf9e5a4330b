"""What binding checks in one run of the model in CPython: names, shapes, supports, indices; all problems of the data at once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...ir.errors import LlbayesError, Position
from ..base.constraints import BETWEEN, Constraint
from ..base.distribution import Distribution
from ..base.draws import missing
from ..base.types import Shape, Truth, Value, is_plain
from ..habits.kinds import described
from ..inputs.indexed import Indexed
from ..inputs.tables import arrays_of
from ..missing.entries import Entries
from ..missing.moving import refuse_mask
from ..missing.sites import SKIP, in_part
from ..parts.conditional import known_partly, partial, whole
from ..spaces.outside import violations
from ..structure.drawing import drawn_by, no_draw
from ..structure.marginal import checked, looked_at
from .host import Host
from .interpretation import Interpretation
from .services import Services
from .table import Binding, Passes, Site

MOST_UNROLLED = 64  # parameters that one line may make


class Check(Interpretation):
    """Collects sites; looks for observed values outside of the support and for indices out of range. The host's z grows with the parameters."""

    def __init__(self, binding: Binding, host: Host, attempt: int = 0):
        """The run is at z = 0, in later attempts at random points."""
        super().__init__(binding)
        binding.passes.clear()
        binding.scores.clear()
        binding.covered.clear()
        binding.drawn.clear()
        binding.randoms = 0
        self.host, self.attempt = host, attempt
        self.known = {name: entries for name, entries in binding.missing.items() if entries.whole}
        self.lacking: dict[str, list[np.ndarray]] = {}  # of sites with missing="parameter", pass by pass
        binding.missing = dict(self.known)
        self.problems: list[str] = []
        self.again = False                           # are we in the function of a sum once more, for another value?
        self.moving = False                          # is there a where= that is no argument as it came, and may depend on parameters?
        self.call_sites: dict[str, tuple[Any, ...]] = {}
        self.repeats: dict[tuple[Any, ...], int] = {}
        self.arrays = [a for v in binding.data.values() for a in arrays_of(v)]

    def wants(self, name: str) -> bool:
        return True

    def wants_block(self) -> bool:
        return True

    # -- names
    def register(self, it: Services, site: Site) -> None:
        key = it.call_site()
        self.repeats[key] = self.repeats.get(key, 0) + 1
        if site.kind == "parameter":
            self.new_parameter(it, site, self.repeats[key])
        elif site.name in self.sites and self.call_sites[site.name] != key:
            raise twice(it, site)
        known = self.sites.get(site.name)
        super().register(it, site)
        if not self.again:
            self.binding.passes.setdefault(site.name, Passes(site.shape)).add(site.shape)
        site.where = known.where if known is not None else at(it.position())
        self.call_sites[site.name] = key
        for spec, p in site.dist.parameters() if site.dist is not None else ():
            if spec.infinite and isinstance(p, np.ndarray):
                self.cover(p, ~np.isinf(p))

    def new_parameter(self, it: Services, site: Site, made_here: int) -> None:
        """A parameter has a name of its own, not that of data, and a line makes only so many."""
        if isinstance(self.binding.data.get(site.name), (int, float, np.ndarray)):
            raise it.error(f"`{site.name}` is data, and a parameter here", f"observe it: obs={site.name}; or give the parameter another name")
        if site.name in self.sites:
            raise twice(it, site)
        if made_here > MOST_UNROLLED:
            raise it.error(f"the parameter `{site.name}` is made more than {MOST_UNROLLED} times by one line", "make one array of them: shape=")

    # -- values
    def factor(self, it: Services, name: str, value: Value, likelihood: bool = False, *, draw: Any = None) -> None:
        super().factor(it, name, value, likelihood, draw=draw)
        if draw is not None:
            made = drawn_by(it, name, draw)
            if problem := no_draw(made):
                raise it.error(f"`{name}`: draw= gives {problem}", "it gives the distribution to draw from, `draw=lambda: ppl.Normal(mu, 1)`, or numbers")
            shape = made.batch(it.shape) + made.event(it.shape) if isinstance(made, Distribution) else it.shape(made)
            self.binding.drawn.setdefault(name, Passes(shape)).add(shape)

    def drawn(self, it: Services, dist: Distribution, shape: Shape) -> Any:
        """A draw; where there is none at these parameters, something stands for it: nan, or a count, which may be an index."""
        self.binding.randoms = max(self.binding.randoms, math.prod(shape), 1)
        x = super().drawn(it, dist, shape)
        return x if not dist.discrete else np.where(missing(np.asarray(x)), 0, x)[()]

    def coordinates(self, it: Services, site: Site) -> Any:
        more = site.offset + site.size - len(self.host.z)
        if more > 0:
            step = np.random.default_rng((self.attempt, self.offset)).normal(size=more) if self.attempt else np.zeros(more)
            self.host.z = np.append(self.host.z, step)
        return super().coordinates(it, site)

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        self.domains(it, site)
        self.room(it, site, chosen)
        x = super().value(it, site, dist, chosen)
        return x.view(Indexed) if isinstance(x, np.ndarray) else x

    def observation(self, it: Services, name: str, dist: Distribution, obs: Any, dims: Any, constraint: Any, where: Any, missing: Any) -> Any:
        if where is not None:
            refuse_mask(it, name, where)
            self.moving = self.moving or not self.is_data(where)
        try:
            return super().observation(it, name, dist, obs, dims, constraint, where, missing)
        except LlbayesError:
            if missing is not None:              # the error says what becomes of its gaps
                self.cover(np.asarray(obs), np.zeros(np.shape(obs), bool))
            raise

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        return super().observed(it, site, dist, obs, where) if self.fits_data(it, site, dist, np.asarray(obs), where) else obs

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        values, lacking = np.asarray(obs), self.lacking[site.name][-1]
        counts = np.ones(values.shape[: values.ndim - dist.axes], bool) if where is None else np.asarray(where)
        there = ~lacking & counts.reshape(counts.shape + (1,) * dist.axes)
        if not self.fits_data(it, site, dist, values, whole(there, dist.axes), there):
            return obs
        if not entries.whole and len(self.lacking[site.name]) > 1:     # of a loop: which are missing is known after this run, and there is another
            return np.where(lacking, 0.0, values)[()]
        return super().completed(it, site, dist, obs, where, entries)

    def fits_data(self, it: Services, site: Site, dist: Distribution, values: np.ndarray, where: Truth | None, there: np.ndarray | None = None) -> bool:
        """Can these be scored? Notes what stands against it. `there`: which elements exist, where those of an observation differ."""
        if not self.masked(it, site, dist, values, where, there):
            return False
        if there is None and site.name in self.binding.predicted and (problem := partial(dist, values)):
            self.note(it, f"`{site.name}`: {problem}")
            return False
        self.domains(it, site)
        if values.dtype.kind not in "fiub":
            self.note(it, f"observed `{site.name}` holds {values.dtype} data")
            return False
        support = dist.support()
        if support.restricts() and not support.moves():
            bad = violations(support, values)
            bad = bad if site.mask is None else bad & site.mask
            if dist.gaps and support.elementwise() or site.name in self.binding.predicted:
                bad = bad & ~np.isnan(values) if support.elementwise() else bad & ~np.isnan(values).any(axis=tuple(range(bad.ndim, values.ndim)))
            self.note_bad(it, f"observed `{site.name}`: ", bad, f" values are outside the support ({support}) of {dist}, the first", values)
        return True

    def look_for_gaps(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, how: str) -> None:
        values = np.asarray(obs)
        lacking = np.isnan(values)
        if where is not None:
            if problem := self.misplaced(site, dist, values, np.shape(where)):
                raise it.error(problem)
            lacking &= np.reshape(where, np.shape(where) + (1,) * dist.axes)
        if how == SKIP:
            partly = known_partly(lacking, dist.axes)
            if partly.any() and site.name not in self.binding.predicted:
                self.note(it, in_part(it, site.name, dist, partly))
            return
        found = self.lacking.setdefault(site.name, [])
        found.append(lacking)
        if any(m.shape != found[0].shape for m in found) and any(m.any() for m in found):
            raise it.error(f"`{site.name}`: missing entries in a loop are parameters where each pass observes as many, not {found[0].shape} and "
                           f"{lacking.shape}", "observe the whole array at once")  # fmt: skip
        if site.name not in self.known and lacking.any():
            self.binding.missing.setdefault(site.name, Entries((lacking,), whole=False))

    def learnt(self) -> bool:
        """Leaves in the binding which entries are missing. Did this run do without knowing it?"""
        found = {name: Entries(tuple(masks)) for name, masks in self.lacking.items() if any(m.any() for m in masks)}
        self.binding.missing = found
        return any(entries.passes > 1 and name not in self.known for name, entries in found.items())

    def masked(self, it: Services, site: Site, dist: Distribution, values: np.ndarray, where: Truth | None, there: np.ndarray | None) -> bool:
        """Takes note of which observations exist, each of them a number, a vector or a matrix. Does `where=` fit them?"""
        each, site.mask = values.shape[: values.ndim - dist.axes], None if where is None else np.asarray(where)
        if site.mask is not None and (problem := self.misplaced(site, dist, values, site.mask.shape)):
            self.note(it, problem)
            return False
        scores = self.binding.scores.setdefault(site.name, Passes(each))
        scores.add(each)
        scores.masks.append(each if site.mask is None else site.mask)
        if site.mask is not None:
            of_events = np.broadcast_to(site.mask.reshape(each + (1,) * dist.axes), values.shape)
            seen = of_events if there is None else of_events | there
            self.cover(values, seen & (values == values) if site.name in self.binding.predicted else seen)
        elif dist.gaps or site.name in self.binding.predicted:
            self.cover(values, np.isfinite(values) if dist.open_ended else values == values)
        return True

    def misplaced(self, site: Site, dist: Distribution, values: np.ndarray, mask: Shape) -> str:
        """Why a mask of this shape does not say which observations exist; empty when it does."""
        each = values.shape[: values.ndim - dist.axes]
        of = f", a vector or matrix at each of {each}" if dist.axes else ""
        return f"where= of `{site.name}` has shape {mask}, the observations {values.shape}{of}" if mask != each else ""

    def cover(self, values: np.ndarray, mask: np.ndarray) -> None:
        """Counts the numbers that are not finite where nothing was observed, by the argument that they are of (`ppl/missing/gaps.py`)."""
        if self.binding.gaps and values.dtype.kind == "f":
            hidden = int((~np.isfinite(values) & ~mask).sum())
            owner = next((name for name in self.binding.gaps if any(is_part(values, a) for a in arrays_of(self.binding.data[name]))), "")
            self.binding.covered[owner] = self.binding.covered.get(owner, 0) + hidden

    def mismatch(self, it: Services, text: str, observed: bool) -> None:
        if not observed:
            return super().mismatch(it, text, observed)
        return self.problems.append(f"{text}{at(it.position())}; the value never broadcasts: reshape the data or the parameters")

    def is_data(self, p: Any) -> bool:
        """Is this an array of the data itself, or a part of one?"""
        known = (*self.arrays, *(a for a in self.binding.once if isinstance(a, np.ndarray)))
        return isinstance(p, np.ndarray) and any(is_part(p, a) for a in known)

    def domains(self, it: Services, site: Site) -> None:
        """Data that are parameters of a distribution must lie in their domains."""
        if site.dist is None:
            return
        for spec, p in site.dist.parameters():
            if spec.domain.restricts() and self.is_data(p):
                bad = violations(spec.domain, p)
                if site.mask is not None and bad.shape == site.mask.shape:
                    bad = bad & site.mask
                self.note_bad(it, f"`{site.name}`: ", bad, f" values of the `{spec.name}` of {site.dist} are not {spec.domain}, the first", p)

    def room(self, it: Services, site: Site, chosen: Constraint) -> None:
        """Bounds that are data must be finite, or where they may be open infinite on their side, and leave room between them."""
        known = [(np.asarray(b), far) for b, far in zip(chosen.bounds(), (math.inf, -math.inf), strict=True) if is_plain(b) or self.is_data(b)]
        for bound, far in known:
            bad = np.isnan(bound) | (bound == far) if chosen.kind is BETWEEN else ~np.isfinite(bound)
            self.note_bad(it, f"`{site.name}`: a bound is not finite in ", bad, " values, the first", bound)
        if len(known) == 2:
            low, high = np.broadcast_arrays(known[0][0], known[1][0])
            self.note_bad(it, f"`{site.name}`: the lower bound is not below the upper one in ", ~(low < high), " values, the first", low)

    def index(self, it: Services, a: Value, n: int, base: int = 0) -> Any:
        for word, x in (("n", n), ("base", base)):
            if not isinstance(x, (int, np.integer)):
                raise it.error(f"`{word}` of ppl.index must be a whole number, not {described(x)}", "`ppl.index(a, n, base=1)`: data, how many, the first")
        values = np.asarray(a)
        if values.dtype.kind not in "iu":
            kind = values.dtype if values.dtype.kind in "fb" else described(a)
            self.note(it, f"index data must be whole numbers, not {kind}; `x: ppl.Int` as an annotation of the argument converts 1.0 to 1")
            return np.zeros(values.shape, int)
        bad = (values < base) | (values >= n + base)
        if bad.any():
            self.note_bad(it, "index data out of range: ", bad, f" are outside {base} … {n + base - 1}, the first", values)
            a = np.clip(values, base, n + base - 1)
        return super().index(it, a, n, base)

    def nested(self, it: Services, name: str, dist: Any, f: Any, dims: Any, depth: int, prefix: str) -> Any:
        low, likelihood = checked(it, name, dist, f)[0], looked_at(it, name, dist, f)

        def given(k: Any) -> Any:
            known, self.again = self.again, self.again or k != low
            try:
                return likelihood(k)
            finally:
                self.again = known

        return super().nested(it, name, dist, given, dims, depth, prefix)

    # -- problems
    def note(self, it: Services, text: str) -> None:
        """A problem with the data, at the place where the model meets it."""
        self.problems.append(f"{text}{at(it.position())}")

    def note_bad(self, it: Services, before: str, bad: np.ndarray, after: str, values: np.ndarray) -> None:
        """A problem with those values that are bad, if there are any: their number between two texts, and the first of them."""
        if bad.any():
            first = tuple(int(i) for i in np.argwhere(bad)[0])
            place = list(first) if first else "the number itself"
            self.note(it, f"{before}{int(bad.sum())} of {bad.size}{after} ({values[first]}) at {place}")


def twice(it: Services, site: Site) -> Exception:
    """The error for a name that two sites have."""
    return it.error(f"the site `{site.name}` occurs twice", "give each site its own name, and each submodel; in a loop use an f-string")


def at(position: Position | None) -> str:
    """A place, as problems name it."""
    return f" ({position.by_line})" if position is not None else ""


def is_part(values: np.ndarray, of: Any) -> bool:
    """Are these values of that array of data?"""
    return isinstance(of, np.ndarray) and np.may_share_memory(values, of)
