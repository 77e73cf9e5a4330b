"""A model with its data: log density and derivatives in unconstrained coordinates, values, and the same model in CPython."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ad.variable import Variable
from ..ir.errors import DataError, SettingsError, located
from ..ir.given import flag, named, names_in, numbers
from ..ir.public import public
from ..ir.words import offered
from ..lang.values.dtypes import unmasked
from .base.frames import raised_at
from .base.types import Data, Labels, Numbers
from .density import Density, never_nan
from .interpret.host import Host
from .interpret.interpretation import Interpretation
from .interpret.interpreted import Interpreted
from .interpret.maps.inversion import Back, Invert, coordinates_at, laid_out, moves
from .interpret.maps.scores import FromNormal, ToNormal
from .interpret.record import Record
from .interpret.running import refused, run
from .interpret.scoring import LogDensity
from .interpret.table import Binding, Definition, Site
from .interpret.values import Values
from .observing import Observing
from .pickling import bound
from .programs import Kin, Programs
from .scales import Scales, Widths, scaled_by
from .shown import posterior_html, posterior_text

TRIES = 9                                # draws after which a check that fails is taken to fail whatever is drawn

if TYPE_CHECKING:
    from ..ad.native_density import Native
    from .checking.causes import Cause


def refuse(problems: list[str]) -> None:
    """All at once, where there are any."""
    if problems:
        raise DataError("these values cannot be used:" + "".join(f"\n- {p}" for p in problems))


class Posterior(Density):
    """A LogDensity with names. `z` is always a vector of `dim` unconstrained coordinates, sites in order of execution."""

    def __init__(self, model: Definition, binding: Binding, kin: Kin | None = None):
        """`kin`: the code of the same model for other data."""
        self.model, self.binding = model, binding
        self.parameters, self.dim = binding.parameters, binding.dim
        self.unconstrained_names = [name for s in self.parameters for name in s.coordinate_names()]
        self.programs = Programs(model, binding, kin or Kin())
        self.observing = Observing(model, binding, self.programs)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.__name__

    @property
    def sites(self) -> dict[str, Site]:
        """The sites by name, in order of execution."""
        return self.binding.sites

    @property
    def coords(self) -> dict[str, np.ndarray]:
        """Labels by dim, and of missing entries that are parameters by their axis."""
        return {**self.binding.coords, **self.binding.entries}

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """Parameters and deterministics, in order of execution; without those that are `generated`."""
        found = (s for s in self.sites.values() if s.kind in ("parameter", "deterministic") and s.name not in self.generated)
        return tuple(Variable(s.name, self.binding.whole_shape(s), self.binding.named_axes(s), s.kind) for s in found)

    @cached_property
    def observed(self) -> dict[str, Any]:
        """Observed values by site, in the shape that predictions have: all passes of a loop; nan where `where=` says that nothing was observed. Sites
        whose obs= depends on parameters are not there: it is no data."""
        return {name: values for name, values in self.seen.items() if name not in self.moving}

    @property
    def seen(self) -> dict[str, np.ndarray]:
        """What sites observe at the point of the binding."""
        return self.observing.seen

    @property
    def moving(self) -> frozenset[str]:
        """Observed sites whose obs= depends on parameters."""
        return self.observing.moving

    @property
    def observed_dims(self) -> dict[str, tuple[str, ...]]:
        """The dims of observed values by site, of those that have any."""
        named = {s.name: self.binding.named_axes(s) for s in self.sites.values() if s.kind == "observed"}
        return {name: dims for name, dims in named.items() if dims}

    @property
    def generated(self) -> frozenset[str]:
        """Deterministics that depend on a draw: they are parts of predictions, not of the posterior."""
        return self.binding.generated

    # -- compiled
    def native(self) -> Native:
        """Addresses of the machine code, for compiled chains. ModelError where the model has changed since: its draws could not be named."""
        self.programs.check_unchanged()
        self.binding.complete()                                  # what stands against the rest is said before there are draws
        return self.programs.density().native()

    @public
    def rebind(self, *, coords: Labels | None = None, **data: Any) -> Posterior:
        """The same model with other data: arguments that are not given, and labels of dims that neither coords nor data bring, stay as they are. Errors are
        those of `bind`. Data of the same types and shapes share the machine code.

        None for what a site observes leaves the site to be predicted, at the size that coords and other data say; labels of rows then go with them."""
        return self.model.rebound(self, data, named({} if coords is None else coords, "coords", "a dict of labels by dim"))

    # -- values
    @public
    def constrain(self, z: Numbers, names: str | Iterable[str] | None = None) -> dict[str, np.ndarray]:
        """Parameters and deterministics at z (…, dim): name -> array of shape (…, *shape). `names` picks some."""
        bits = np.random.PCG64(0) if self.binding.randoms else None          # for draws on the way to what does not depend on them
        return self.values_at("z", z, names, Values, generator=bits, refuse=False, tries=TRIES)

    def values_at(self, what: str, given: Numbers, names: str | Iterable[str] | None, meaning: type[Values], **settings: Any) -> dict[str, np.ndarray]:
        """Parameters and deterministics where an interpretation is given numbers (…, dim), which messages call `what`."""
        unmasked(given, what)
        points = numbers(given, what)
        if points.shape[-1:] != (self.dim,):
            raise SettingsError(f"{what} must have {self.dim} entries on its last axis, not shape {points.shape}")
        wanted, lead = self.wanted(names), points.shape[:-1]
        rows = np.ascontiguousarray(points.reshape(math.prod(lead), self.dim))
        arrays = self.programs.outputs((meaning.__name__, tuple(wanted)), lambda b: meaning(b, frozenset(wanted)), rows, **settings)
        return {name: arrays[name].reshape((*lead, *arrays[name].shape[1:])) for name in wanted}

    def gave_up(self) -> list[str]:
        """Blocks of `ppl.generated` that gave up at values that were asked for since this was last called, in words: what they give is nan there."""
        return self.programs.gave_up()

    def wanted(self, names: str | Iterable[str] | None) -> list[str]:
        """Names of variables as a list; SettingsError for those that there are not."""
        known = [v.name for v in self.variables]
        names = known if names is None else names_in(names, "names")
        unknown = [n for n in names if n not in known]
        if made := [n for n in unknown if n in self.generated]:
            raise SettingsError(f"{', '.join(f'`{n}`' for n in made)} depends on a draw: `ppl.posterior_predictive` gives it")
        if unknown:
            raise SettingsError(f"no site {', '.join(f'`{n}`' for n in unknown)}; there are {', '.join(f'`{n}`' for n in known)}")
        return names

    @public
    def unconstrain(self, values: Data, partial: bool = False) -> np.ndarray:
        """z of constrained values by parameter; with `partial` entries of parameters that are not given are nan."""
        for name, value in named(values, "values", "a dict of values by parameter").items():
            unmasked(value, f"`{name}`")
        problems = self.misnamed(values, flag(partial, "partial"))
        invert = Invert(self.binding, values, np.full(self.dim, np.nan))
        self.run(invert, Host(self.binding.point))
        refuse([*problems, *invert.problems])
        return invert.z

    @public
    def from_normal(self, u: Numbers, names: str | Iterable[str] | None = None) -> dict[str, np.ndarray]:
        """Parameters and deterministics of independent standard normal numbers u (…, dim), by the priors: name -> array of shape (…, *shape). Standard
        normal draws give draws of the prior; observations mean nothing here.

        It is Rosenblatt's map (1952): each parameter given those before it, exact in both tails. ModelError for parameters without a prior, with one that a
        constraint cuts, and of sets (simplexes, correlation matrices) that are not made of independent numbers."""
        return self.values_at("u", u, names, FromNormal)

    @public
    def to_normal(self, values: Data) -> np.ndarray:
        """The standard normal numbers (n, dim) of n sets of values by parameter, stacked on a first axis: the inverse of `from_normal`."""
        arrays = {name: numbers(a, f"`{name}`") for name, a in named(values, "values", "a dict of values by parameter").items()}
        n = min((len(a) for a in arrays.values() if a.ndim), default=0)
        refuse([*self.misnamed(arrays, partial=False), *self.misshapen(arrays, n)])
        ordered = {s.name: arrays[s.name] for s in self.parameters}
        rows, places = laid_out(ordered, n)
        found = self.programs.outputs("to normal", lambda b: ToNormal(b, places), rows)
        return np.concatenate([np.zeros((n, 0)), *(found[s.name].reshape(n, -1) for s in self.parameters)], axis=1)

    def misnamed(self, values: Data, partial: bool) -> list[str]:
        """What is wrong with the names of given values: no parameter's, or (unless `partial`) missing."""
        names = [s.name for s in self.parameters]
        unknown = [f"`{n}` is not a parameter; {offered(n, names) or ', '.join(f'`{k}`' for k in names) + ' are'}" for n in values if n not in names]
        return unknown + ([] if partial else [f"`{n}` is missing" for n in names if n not in values])

    def unconstrain_many(self, values: dict[str, np.ndarray], n: int) -> np.ndarray:
        """z of n sets of constrained values, stacked on a leading axis: shape (n, dim). DataError where one has another shape, or lies off its set by
        more than rounding."""
        refuse([*self.misnamed(values, partial=False), *self.misshapen(values, n)])
        arrays = {s.name: np.asarray(values[s.name]) for s in self.parameters}
        found: dict[str, np.ndarray] = {}
        if any(map(moves, self.parameters)):
            rows, places = laid_out(arrays, n)
            found = self.programs.outputs("back", lambda b: Back(b, places), rows)
        made = [coordinates_at(s, arrays[s.name], found) for s in self.parameters]
        refuse([problem for _, problem in made if problem])
        z = np.concatenate([np.zeros((n, 0)), *(np.reshape(u, (n, -1)) for u, _ in made)], axis=1)
        for k in np.flatnonzero(~np.isfinite(z).all(axis=1)):
            z[k] = self.unconstrain({name: a[k] for name, a in arrays.items()})    # says what stands against it, or finds the way in CPython
        return z

    def misshapen(self, values: Data, n: int) -> list[str]:
        """Parameters whose n values have not the model's shape."""
        shapes = {s.name: (np.shape(values[s.name]), (n, *s.shape)) for s in self.parameters if s.name in values}
        return [f"`{name}` has shape {found}, not {wanted}" for name, (found, wanted) in shapes.items() if found != wanted]

    # -- CPython
    def run(self, interpretation: Interpretation, host: Host) -> Any:
        """The model function in CPython under an interpretation. ModelError where what it sees around it has changed since it was bound."""
        self.programs.check_unchanged()
        return run(self.model.function, interpretation, host, self.binding.data)

    @public
    def interpret(self, z: Numbers) -> Interpreted:
        """The model in CPython: every site's value and log density (a parameter's with its Jacobian), and their sum."""
        record, host = Record(self.binding), Host(self.vector(z))
        try:
            self.run(record, host)
        except Exception as e:
            if not refused(e):
                raise
            reason = located(f"{type(e).__name__}: {e}", raised_at(e))
            return Interpreted(record.record, -math.inf, reason)
        return Interpreted(record.record, never_nan(host.accumulated("target")))

    @public
    def interpreted_log_density(self, z: Numbers) -> float:
        """log density at z by CPython; -inf where the model refuses z."""
        host = Host(self.vector(z))
        try:
            self.run(LogDensity(self.binding), host)
        except Exception as e:
            if not refused(e):
                raise
            return -math.inf
        return never_nan(host.accumulated("target"))

    @public
    def diagnose(self, z: Numbers) -> str:
        """Why the log density is not finite at z, each cause on a line with its place in the model and what to do; empty where it is finite."""
        point = self.binding.point
        usual = point[None] if math.isfinite(self.interpreted_log_density(point)) else np.zeros((0, self.dim))
        (at,) = self.causes([self.vector(z)], usual)
        return "\n".join(map(str, at))

    def causes(self, points: Iterable[np.ndarray], usual: np.ndarray) -> Iterator[list[Cause]]:
        """Why the log density is not finite at points, what comes first in the model first, one after the other as they are asked for; `usual` (n, dim)
        are points where it is."""
        from .checking.causes import at_points, look  # not for `import llbayes.ppl`

        self.programs.check_unchanged()
        return at_points(lambda z: look(self.model.function, self.binding, z), points, usual)

    def scaled_by(self, points: np.ndarray, name: str, entry: int) -> tuple[bool, dict[str, bool]]:
        """What an entry of a parameter scales, as seen at points (n, dim): are the priors of those sites wider where it is larger, and by site whether it
        is non-centred. A location, however positive, scales nothing."""
        def widths(z: np.ndarray) -> Widths:
            found = Scales(self.binding)
            self.run(found, Host(z))
            return found.widths

        with np.errstate(all="ignore"):
            return scaled_by(self.binding, widths, points, name, entry)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            from .habits.names import of_posterior  # not for `import llbayes.ppl`

            raise of_posterior(name, Posterior)

    def __reduce__(self) -> tuple[Any, ...]:
        return bound, (self.model, self.binding.data, self.binding.coords, self.binding.away, self.binding.predicted)

    def __repr__(self) -> str:
        return posterior_text(self)

    def _repr_html_(self) -> str:
        return posterior_html(self)
