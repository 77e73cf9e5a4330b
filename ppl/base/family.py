"""A family of distributions: one record, known at compile time, that says all there is to say of it; one file a family in `distributions/`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

import numpy as np

from ...lang.values.hooks import compile_time
from ..habits.fitting import answered
from ..habits.uncalled import answers
from .constraints import Constraint, positive, real
from .types import Code, Function, Numbers, Shape

F = TypeVar("F", bound=Code)
ABSENT: Any = None                              # of a function that a family does without


class Param(NamedTuple):
    """A parameter: its name, its domain, how many trailing axes one value of it has; `size`: a number known before the run, the length of an axis;
    `infinite`: values can be drawn where it is infinite; `fewer`: how many of its axes, from the first on, may be left out where it is the same
    along them; `open`: a size that may be None, until the shape of the whole value says it (`Distribution.sized`)."""

    name: str
    domain: Constraint = real
    axes: int = 0
    size: bool = False
    infinite: bool = False
    fewer: int = 0
    open: bool = False


class Together(NamedTuple):
    """What parameters must be together beyond their domains, for a density that is not 0: of which, in words, and where that holds (of all parameters)."""

    names: tuple[str, ...]
    what: str
    holds: Function

    def missed(self, family: str, params: tuple[Any, ...]) -> str:
        """CPython only: that these are not, in words; empty where they are."""
        named = f"{' and '.join(f'`{name}`' for name in self.names)} of `{family}` {'are' if len(self.names) > 1 or 'coefficients' in self.names else 'is'}"
        return "" if np.all(self.holds(*params)) else f"{named} not {self.what}"


class Scipy(NamedTuple):
    """The distribution of `scipy.stats` that a family equals: its name there, and its arguments there from ours (None: of the same names)."""

    name: str
    arguments: Callable[..., dict[str, Any]] | None = None


class Family:
    """One distribution. `logpdf(x, *params)` holds inside the support and the domains; `support` is a Constraint, or makes it of the parameters;
    `event(*shapes)` the shape of one value; `sample(rng, *params)` one random value, in the language; `cdf, logcdf, logsf, quantile, mean,
    variance, skewness, kurtosis` may be missing, the last the excess over a normal law's, and of vectors `covariance`. A closed quantile is said by
    `from_tails(log p, log(1 - p), *params)` or by `from_normal(z, *params)` of p = Φ(z), from which the others follow (`parts/ways.py`), or by
    `quantile(p, *params)` alone, which is not right in both tails; `to_normal(x, *params)` is the z of x where that is shorter than by tails.
    `by_logs(x, logs, *params)` is `logpdf` of families whose density has a logarithm at an end of the support, in the logs that a transform carries
    (`transforms.py`): of the distances from the ends (low, high), of shares, of a diagonal.
    `examples` are points of parameter space that the law tests visit; `by_numbers`: no domain is one of vectors or matrices as a whole;
    `shift(u, *params)` makes a value of a draw of `standard(*params)`; families with a location and a scale do without, and vectors of one scale say how
    they are moved and stretched: `located(*params)` is (loc, scale), `relocated(loc, scale, *params)` the parameters with others. `restates`: the family
    that it is in other parameters, and how those follow; `causal`, of a vector: its first entries follow from as many standard draws alone; `together`:
    what its parameters must be together."""

    def __init__(
        self,
        name: str,
        params: tuple[Param, ...],
        support: Constraint | Callable[..., Constraint],
        logpdf: Function,
        sample: Function,
        examples: tuple[tuple[Numbers, ...], ...],
        *,
        scipy: Scipy | None = None,
        discrete: bool = False,
        event: Callable[..., Shape] = ABSENT,
        axes: int = 0,
        cdf: Function = ABSENT,
        logcdf: Function = ABSENT,
        logsf: Function = ABSENT,
        quantile: Function = ABSENT,
        from_tails: Function = ABSENT,
        from_normal: Function = ABSENT,
        to_normal: Function = ABSENT,
        by_logs: Code = ABSENT,
        mean: Function = ABSENT,
        variance: Function = ABSENT,
        skewness: Function = ABSENT,
        kurtosis: Function = ABSENT,
        covariance: Function = ABSENT,
        standard: Code = ABSENT,
        shift: Function = ABSENT,
        unshift: Function = ABSENT,
        located: Code = ABSENT,
        relocated: Code = ABSENT,
        restates: tuple[Family, Code] = ABSENT,
        causal: bool = False,
        together: Together | None = None,
    ):
        self.name, self.params, self.logpdf, self.sample, self.examples, self.scipy = name, params, logpdf, sample, examples, scipy
        from ..parts.ways import all_ways  # not for `import llbayes.ppl`

        self.support = always(support) if isinstance(support, Constraint) else support
        self.by_numbers = all(param.domain.elementwise() for param in params)
        self.by_arrays = bool(axes) or any(param.axes for param in params)
        self.discrete, self.event, self.axes, self.by_logs = discrete, event, axes, by_logs
        self.cdf, self.logcdf, self.logsf, self.mean, self.variance, self.to_normal = cdf, logcdf, logsf, mean, variance, to_normal
        self.skewness, self.kurtosis = skewness, kurtosis
        self.quantile, self.from_tails, self.from_normal = all_ways(quantile, from_tails, from_normal)
        self.standard, self.shift, self.unshift, self.restates, self.covariance = standard, shift, unshift, restates, covariance
        self.located, self.relocated, self.causal, self.together = located, relocated, causal, together

    def in_scipy(self, *params: Numbers) -> Any:
        """The same distribution frozen in `scipy.stats`, for families that say which."""
        from scipy import stats

        assert self.scipy is not None, "asked of families that have a counterpart"
        return getattr(stats, self.scipy.name)(**self.scipy_arguments(*params))

    def scipy_arguments(self, *params: Numbers) -> dict[str, Any]:
        """The arguments of the distribution of `scipy.stats`."""
        assert self.scipy is not None, "asked of families that have a counterpart"
        names = (p.name for p in self.params)
        return self.scipy.arguments(*params) if self.scipy.arguments is not None else dict(zip(names, params, strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        """By name and parameters: what travels are no functions."""
        return family_called, (self.name, tuple(p.name for p in self.params))

    def __copy__(self) -> Family:
        """One of its own: whoever changes it changes no family of `ppl`."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def __repr__(self) -> str:
        return self.name


def family_called(name: str, params: tuple[str, ...]) -> Family:
    """One of the families of `ppl`."""
    known = import_module("..distributions", __package__).FAMILIES       # they know this file

    return next(f for f in known if f.name == name and tuple(p.name for p in f.params) == params)


def always(support: Constraint) -> Callable[..., Constraint]:
    """The support of a family that has the same for all parameters."""

    @compile_time
    def supported(*params: Numbers) -> Constraint:
        return support

    return supported


@compile_time
def stated(family: Family) -> Family:
    """The family that it states in other parameters, or itself."""
    return family if family.restates is None else family.restates[0]


@compile_time
def places(family: Family) -> tuple[int, int]:
    """Where its location and its scale stand among its parameters."""
    names = [p.name for p in stated(family).params]
    return names.index("loc"), names.index("scale")


@compile_time
def by_bisection(family: Family) -> bool:
    """Are its quantiles found where the cdf has their probability, since they have no closed form?"""
    return family.quantile is None and family.cdf is not None and not family.axes


def constructor(*families: Family) -> Callable[[F], F]:
    """Marks the function that makes distributions of these families; the front end lets Python call it. Calls that do not fit are answered."""

    def mark(function: F) -> F:
        made = answered(of_distribution)(function)
        made.families = families  # type: ignore[attr-defined]
        answers(made)
        return compile_time(made)

    return mark


def of_distribution(function: Code, args: tuple[Any, ...], keywords: dict[str, Any]) -> Exception:
    """The error for a call whose arguments are not the distribution's parameters."""
    from ..habits import calls  # not for `import llbayes.ppl`

    return calls.of_distribution(function, args, keywords)


def families_of(made_by: object) -> tuple[Family, ...]:
    """The families whose distributions a constructor makes; none for anything else."""
    return getattr(made_by, "families", ())


def all_made(get: Callable[[str], Any], names: list[str]) -> dict[str, Code]:
    """The constructors of a room of distributions, by name."""
    return {name: get(name) for name in names}


def all_families(get: Callable[[str], Any], names: list[str]) -> tuple[Family, ...]:
    """Their families."""
    return tuple(family for name in names for family in families_of(get(name)))


REGISTRY: dict[str, Callable[..., Any]] = {"CONSTRUCTORS": all_made, "FAMILIES": all_families}      # what is made of a room's names (`ir/lazy.py`)
LOCATION_SCALE = (Param("loc"), Param("scale", positive))
