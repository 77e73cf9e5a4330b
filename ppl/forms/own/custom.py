"""Distributions of the user's own: a log density written in the language and, where there are some, draws, cdf, quantile and moments."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....ir.given import shown
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base import draws
from ...base.constraints import POSITIVE, Constraint, real
from ...base.distribution import Distribution, lacks
from ...base.family import Family, Param, constructor
from ...base.frames import here
from ...base.member import Member
from ...base.parameters import array_of
from ...base.types import Code, Shape, Sizes, Uncalled, Value, is_function, is_plain
from ...habits.numbers import refuse_parameter
from ..given import no_function, no_set
from ..mixtures.unions import between
from .asked import called, told
from .generator import Generator, shape_of, sizes

OPTIONAL = ("sample", "cdf", "logcdf", "logsf", "quantile", "mean", "variance")     # functions that a user may leave out


@dataclass(frozen=True, eq=False, repr=False)
class Own(Member):
    """A member of a user's family: vectors are scored one by one, draws may follow from quantiles."""

    @compile_time
    def has(self, what: str) -> bool:
        if what == "sample":
            return self.family.sample is not None or self.has("quantile")
        return super().has(what)

    def density(self, x: Value) -> Value:
        """log density where x is known to lie in the support."""
        return self.each(x) if self.family.axes else Member.density(self, x)

    def each(self, x: Any) -> Value:
        """`density` of vectors or matrices, one after the other."""
        safe, penalty = self.safe()
        batch = batch_with(self, x)
        if batch == ():
            return self.family.logpdf(x, *safe) + penalty
        rows = ()
        for spec, p in zip(self.family.params, safe):
            rows = (*rows, draws.spread(p, spec.axes, batch))
        flat, found = draws.spread(x, self.family.axes, batch), np.zeros(draws.size_of(batch))
        for i in range(draws.size_of(batch)):
            found[i] = self.family.logpdf(flat[i], *draws.at(self.family, rows, i))
        return found.reshape(batch) + penalty

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: of `sample`, else quantiles of uniform numbers."""
        if lacks_sample(self):
            return self.quantile(draws.uniforms(rng, shape))
        return Member.draw(self, rng, shape)

@compile_time
def lacks_sample(dist: Own) -> bool:
    """Has it quantiles alone? ModelError where it has neither."""
    if not dist.has("sample"):
        lacks(dist, "sample")
    return dist.family.sample is None


@compile_time
def batch_with(dist: Own, x: Any) -> Shape:
    """The shape of values and parameters together, without their own axes."""
    own = shape_of(x)
    return np.broadcast_shapes(own[: len(own) - dist.axes], dist.batch(shape_of))


# -- making one
@constructor()
def Custom(
    *params: Value,
    logpdf: Code,
    sample: Code | None = None,
    support: Constraint | Code | None = None,
    cdf: Code | None = None,
    logcdf: Code | None = None,
    logsf: Code | None = None,
    quantile: Code | None = None,
    mean: Code | None = None,
    variance: Code | None = None,
    discrete: bool = False,
    event: Sizes | Code = (),
    domains: Mapping[str, Constraint] | None = None,
    axes: Mapping[str, int] | None = None,
    name: str = "Custom",
) -> Any:
    """A distribution of your own: `logpdf(x, *params)` inside the support, `sample(rng, *params)` one value, and what else there is. Without
    parameters, of a log density that takes some, it makes a function of them."""
    made = {"sample": sample, "cdf": cdf, "logcdf": logcdf, "logsf": logsf, "quantile": quantile, "mean": mean, "variance": variance}
    for word, function in (("logpdf", logpdf), *made.items()):
        if function is not None and not is_function(function):
            raise no_function(f"`{name}`: `{word}=`", function, USUAL[word])
    told(name, support, discrete, event, domains, axes)
    for word, domain in (domains or {}).items():
        if not isinstance(domain, Constraint):
            raise ModelError(f"`{name}`: the domain of `{word}` must be a constraint, not {shown(domain)}", here(), '`domains={"sigma": ppl.positive}`')
    least, names = parameters_of(logpdf, name)
    kind = Kindred(name, names, least, logpdf, made, support, discrete, event, dict(domains or {}), dict(axes or {}))
    if not params and least:
        return kind
    return kind(*params)


@dataclass(frozen=True, eq=False, repr=False)
class Kindred(Uncalled):
    """Distributions of one log density, before they have parameters: called with those, by place or by name, it gives one."""

    name: str
    names: tuple[str, ...]
    least: int                                   # parameters that have no default
    logpdf: Code
    made: Mapping[str, Code | None]
    support: Constraint | Code | None
    discrete: bool
    event: Sizes | Code
    domains: Mapping[str, Constraint]
    axes: Mapping[str, int]

    @compile_time
    def __call__(self, *params: Value, **named: Value) -> Distribution:
        given = self.in_order(params, named)
        for word in (*self.domains, *self.axes):
            if word not in self.names:
                raise ModelError(f"`{self.name}` has no parameter `{word}`: those of its `logpdf` are {listed(self.names)}", here(),
                                 "`domains=` and `axes=` have the names of those")
        for word, f in self.made.items():
            if f is not None:
                called(self.name, word, f, self.names[: len(given)], USUAL[word])
        values = tuple(array_of(p) for p in given)
        event = self.event_of(values)
        family = Family(self.name, tuple(self.param(name, p, event) for name, p in zip(self.names, values, strict=False)), self.supported(), scored(self),
                        drawing(self, event) if self.made["sample"] else None, (), discrete=self.discrete, axes=len(event),  # type: ignore[arg-type]
                        event=(lambda *shapes: event) if event else None,  # type: ignore[arg-type,return-value]
                        **{word: self.made[word] for word in OPTIONAL[1:]})  # type: ignore[arg-type]  # fmt: skip
        for spec, p in zip(family.params, values, strict=True):
            if is_plain(p) and not spec.domain.contains(p):
                raise ModelError(f"`{self.name}({spec.name}={p})`: {spec.name} must be {spec.domain}", here(),
                                 f"its domain is that of `domains=`: `domains={{\"{spec.name}\": ppl.real}}` takes any number")
        return Own(family, values)

    def in_order(self, params: tuple[Value, ...], named: Mapping[str, Value]) -> tuple[Value, ...]:
        """The parameters by place. ModelError for too few, too many and unknown ones."""
        unknown = [n for n in named if n not in self.names[len(params):]]
        rest = [n for n in self.names[len(params):] if n in named]
        wanted = list(self.names[len(params): len(params) + len(rest)])
        if unknown or rest != wanted or not self.least <= len(params) + len(named) <= len(self.names):
            raise ModelError(f"`{self.name}` takes the parameters of its `logpdf`, {listed(self.names)}; "
                             f"{len(params) + len(named)} {'was' if len(params) + len(named) == 1 else 'were'} given", here(),
                             f"`{self.name}({', '.join(self.names)})`")  # fmt: skip
        given = (*params, *(named[n] for n in rest))
        for p, name in zip(given, self.names, strict=False):
            refuse_parameter(self.name, name, p)
        return given

    def event_of(self, values: tuple[Any, ...]) -> Shape:
        """Shape of one value."""
        found = self.event(*map(shape_of, values)) if callable(self.event) else self.event
        return sizes(found)

    def param(self, name: str, value: Any, event: Shape) -> Param:
        """What a parameter is: those of vectors are shared by all values, unless `axes=` says how many axes one has."""
        return Param(name, self.domains.get(name, real), self.axes.get(name, len(shape_of(value)) if event else 0))

    def supported(self) -> Code:
        """The support, of parameters."""
        if self.support is None or isinstance(self.support, Constraint):
            return always(self.support or real, self.discrete, self.support is None)
        return depending(self.support, self.discrete, self.name)

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(self.names)})"


def always(support: Constraint, discrete: bool, usual: bool) -> Code:
    """The same for all parameters."""
    found = (between(0, None, True) if usual else of_counts(support)) if discrete else support

    @compile_time
    def supported(*params: Any) -> Constraint:
        return found

    return supported


def depending(support: Code, discrete: bool, name: str) -> Code:
    """That which a function makes of the parameters."""

    def supported(*params: Any) -> Constraint:
        found = constraint(support(*params), name)
        return of_counts(found) if discrete else found

    return supported


@compile_time
def constraint(found: Any, name: str) -> Constraint:
    """ModelError for what is no constraint."""
    if not isinstance(found, Constraint):
        raise no_set(f"`{name}`", found)
    return found


@compile_time
def of_counts(support: Constraint) -> Constraint:
    """The whole numbers in a set of numbers, its ends included; of `positive` those from 1 on."""
    if support.kind.whole:
        return support
    low, high = support.bounds()
    return between(1 if support.kind is POSITIVE else low, high, True)


def scored(kind: Kindred) -> Code:
    """The log density by the user's function, which gives a number."""
    logpdf = kind.logpdf

    def one(x: Value, *params: Any) -> Value:
        return of_number(logpdf(x, *params), kind.name)

    return one


@compile_time
def of_number(found: Any, name: str) -> Any:
    """A log density. ModelError for what is none."""
    if found is None or isinstance(found, (str, tuple, list, dict, Distribution)):
        what = "nothing" if found is None else "the distribution " + str(found) if isinstance(found, Distribution) else f"a {type(found).__name__}"
        raise ModelError(f"`{name}`: `logpdf=` gives {what}, and no log density", here(), USUAL["logpdf"] + ", which is returned")
    return found


def drawing(kind: Kindred, event: Shape) -> Code:
    """One value by the user's function, with a generator that has NumPy's words."""
    sample = kind.made["sample"]

    def one(rng: Rng, *params: Any) -> Value:
        x = of_shape(sample(Generator(rng), *params), event, kind.name)  # type: ignore[misc]
        return np.floor(x).astype(int) if kind.discrete else x + 0.0

    return one


@compile_time
def of_shape(x: Any, event: Shape, name: str) -> Any:
    """The value; ModelError where it has not the shape of one."""
    if x is None or isinstance(x, (str, list, tuple, dict, bool)) or shape_of(x) != event:
        what = f"an array of shape {shape_of(x)}" if shape_of(x) else f"a {type(x).__name__}" if isinstance(x, (str, list, tuple, dict)) else "a number"
        want = f"an array of shape {event}, `event=`" if event else "one number"
        raise ModelError(f"`{name}`: `sample=` gives {'nothing' if x is None else what}, not {want}", here(),
                         "arrays are parameters: `Custom(mu, …)` calls it once for each value")  # fmt: skip
    return x


def listed(names: tuple[str, ...]) -> str:
    """Names in a message."""
    return ", ".join(f"`{n}`" for n in names) or "none"


def parameters_of(logpdf: Any, name: str) -> tuple[int, tuple[str, ...]]:
    """(how many parameters a log density must be given, the names of all) without that of the value."""
    from ....lang.values.values import Closure  # not for `import llbayes.ppl`

    if isinstance(logpdf, Closure):
        given = logpdf.node.args
        names = [a.arg for a in (*given.posonlyargs, *given.args)]
        optional = len(logpdf.defaults)
    else:
        found = [p for p in inspect.signature(logpdf).parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        names, optional = [p.name for p in found], sum(p.default is not p.empty for p in found)
    if not names:
        raise ModelError(f"`{name}`: `logpdf=` takes the value first, then the parameters", here(), USUAL["logpdf"])
    return max(0, len(names) - 1 - optional), tuple(names[1:])


USUAL = {
    "logpdf": "`logpdf=lambda x, mu: -0.5 * (x - mu) ** 2`",
    "sample": "`sample=lambda rng, mu: rng.normal(mu, 1.0)` draws one value",
    **dict.fromkeys(("cdf", "logcdf", "logsf"), "a function of (x, *parameters)"),
    "quantile": "a function of (p, *parameters)",
    **dict.fromkeys(("mean", "variance"), "a function of the parameters"),
}
