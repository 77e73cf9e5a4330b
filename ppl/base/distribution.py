"""What every distribution answers, whatever it is made of: a member of a family (`member.py`), or a form of others (`ppl/forms/`).

Interpretations, draws and priors ask these methods and never which kind a distribution is. What a kind does not say itself is derived here
(`pdf` of `logpdf`), or refused by name. Methods are in the language: they run in CPython on numbers and arrays, and compiled.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from ...ir.errors import ModelError
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time, never
from ..habits.asking import answer_calls, no_number, refuse_arithmetic
from .constraints import Constraint
from .family import Param
from .frames import here
from .functions import exp, sqrt
from .transforms import Logs
from .types import Code, Seed, Shape, ShapeOf, Sizes, Value

DRAWN = "quantiles of draws: `np.quantile(d.sample(10_000), p)`"
WITHOUT = {                                      # what a distribution may do without -> the way to what it gives
    "cdf": "count draws, `np.mean(d.sample(10_000) <= x)`",
    "quantile": DRAWN,
    "from_normal": "what has a density and a cdf of numbers has them; of counts and vectors draw: `d.sample(10_000)`",
    "mean": "where it exists it is that of many draws: `np.mean(d.sample(10_000), axis=0)`",
    "variance": "where it exists it is that of many draws: `np.var(d.sample(10_000), axis=0)`",
    **dict.fromkeys(("skewness", "kurtosis"), "where it exists it is that of many draws, `d.sample(10_000)`, by `scipy.stats`"),
    "covariance": "where it exists it is that of many draws: `np.cov(d.sample(10_000).T)`",
    "truncated": "write what is meant as a factor: `ppl.factor(\"name\", …)` of its log density over the values that are left",
    "sample": "give it `sample=`: `sample=lambda rng, …: rng.normal(…)` draws one value",
    "hidden": "HiddenMarkov and LinearGaussianStateSpace have hidden states",
    "noncentered": "distributions of a location and a scale have one, normal and t vectors and matrices, normal series and fields",
}
IN_MODELS = ("`d.sample` draws outside of models and compiled code", 'in a model `ppl.generate("x", d)` is a draw, `ppl.sample("x", d)` a parameter')
FORMS = {                                        # by the name of the method the file and the function of the form, loaded when it is first asked for
    "truncated": ("..forms.truncated", "truncate"),
    "noncentered": ("..forms.noncentered", "noncentered"),
    "sample": ("..forms.sampling", "sample"),
    "from_tails": ("..forms.truncated", "from_tails"),
    "from_normal": ("..parts.ways", "from_normal"),
    "to_normal": ("..parts.ways", "to_normal"),
}
SAID = {"cdf": "no cdf", "quantile": "no closed quantile", "from_normal": "no normal scores", "mean": "no mean", "variance": "no variance",
        "skewness": "no skewness", "kurtosis": "no kurtosis", "covariance": "no covariance matrix",
        "sample": "no draws", "hidden": "no hidden states", "noncentered": "no non-centred form"}  # fmt: skip


class Distribution:
    """A random variable: a number, vector or matrix of `axes` axes. Abstract."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        answer_calls(cls)

    # -- what a kind says of itself
    @property
    def name(self) -> str:
        """What it is called in messages: `Normal`."""
        raise NotImplementedError

    @property
    def discrete(self) -> bool:
        """Are its values whole numbers?"""
        raise NotImplementedError

    @property
    def axes(self) -> int:
        """How many axes one value has."""
        raise NotImplementedError

    @property
    def atoms(self) -> bool:
        """Has it probabilities of single values beside a density? It may be observed, and is no prior."""
        return False

    @property
    def gaps(self) -> bool:
        """Are entries of an observation that are nan summed out by its density?"""
        return False

    @property
    def open_ended(self) -> bool:
        """May entries of an observation be infinite?"""
        return False

    @property
    def hides(self) -> bool:
        """Has it hidden states, of which `hidden` is a draw? Then `draw_given` is one of the values, given some of them."""
        return False

    @property
    def made_of(self) -> tuple[Distribution, ...]:
        """The distributions that it is made of; none of a member of a family."""
        return ()

    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        """All parameters it was given, those of its parts too: what each is, and its value."""
        raise NotImplementedError

    def support(self) -> Constraint:
        """The set of its values."""
        raise NotImplementedError

    def density(self, x: Value) -> Value:
        """log density where x is known to lie in the support; -inf where a parameter lies outside its domain."""
        raise NotImplementedError

    def logpdf(self, x: Value) -> Value:
        """log density (or log probability) at x, element by element; -inf outside the support or the domains."""
        raise NotImplementedError

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of the parameters, broadcast, their own axes left out."""
        raise NotImplementedError

    def event(self, shape_of: ShapeOf) -> Shape:
        """Shape of one value."""
        raise NotImplementedError

    @compile_time
    def sized(self, shape: Shape) -> Distribution:
        """This distribution as it is of a whole value of `shape`, from which a length comes that the parameters leave open. Where they do, `event`
        has None for it."""
        return self

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape` from a bit generator of the language; nan, or `IMPOSSIBLE`, where a parameter lies outside its domain."""
        raise NotImplementedError

    @compile_time
    def has(self, what: str) -> bool:
        """Can it say this: `cdf`, `quantile`, `from_normal` and with it its inverse, `from_tails` in closed form, `mean`, `variance`, `skewness`, `kurtosis`,
        `truncated`, `noncentered`, `located`?"""
        return False

    # -- densities in the logarithms that a transform carries (`priors.py`)
    @property
    def in_logs(self) -> bool:
        """Is it written in those?"""
        return False

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` of one that is."""
        raise NotImplementedError

    def logs_support(self) -> Constraint:
        """The set from whose ends the logarithms measure distances."""
        return self.support()

    # -- what not every kind has
    def cdf(self, x: Value) -> Value:
        """P(X ≤ x)."""
        return lacks(self, "cdf")

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        return lacks(self, "cdf", "logcdf")

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        return lacks(self, "cdf", "logsf")

    def quantile(self, p: Value) -> Value:
        """The least x with P(X ≤ x) ≥ p."""
        return lacks(self, "quantile")

    def from_tails(self, below: Value, above: Value) -> Value:
        """The x with log P(X ≤ x) = below and log P(X > x) = above, of one that has `from_normal`."""
        needs(self, "from_normal", "from_tails")
        return form("from_tails")(self, below, above)

    def from_normal(self, z: Value) -> Value:
        """The x with P(X ≤ x) = Φ(z) of the standard normal Φ: `quantile(Φ(z))`, exact in both tails where Φ(z) rounds to 0 or 1."""
        needs(self, "from_normal")
        return form("from_normal")(self, z)

    def to_normal(self, x: Value) -> Value:
        """The z with Φ(z) = P(X ≤ x), by the smaller tail; the inverse of `from_normal`."""
        needs(self, "from_normal", "to_normal")
        return form("to_normal")(self, x)

    def mean(self) -> Value:
        """Its mean, one for each set of parameters; nan where there is none."""
        return lacks(self, "mean")

    def variance(self) -> Value:
        """Its variance, one for each set of parameters; of vectors the variance of each element."""
        return lacks(self, "variance")

    def skewness(self) -> Value:
        """The third cumulant over the cube of the standard deviation, one for each set of parameters; nan where there is none."""
        return lacks(self, "skewness")

    def kurtosis(self) -> Value:
        """The excess kurtosis, 0 of a normal law: the fourth cumulant over the square of the variance; nan where there is none."""
        return lacks(self, "kurtosis")

    def covariance(self) -> Value:
        """The covariance matrix of the elements of a vector, one for each set of parameters."""
        return lacks(self, "covariance")

    def hidden(self, rng: Rng, x: Value) -> Value:
        """A draw of its hidden states, given its value."""
        return lacks(self, "hidden")

    def standard(self) -> Distribution:
        """What the standard draw of its non-centred form follows; it lies in the same support."""
        return lacks(self, "noncentered")

    def shift(self, u: Value) -> Value:
        """The value of a standard draw."""
        return lacks(self, "noncentered")

    def unshift(self, x: Value) -> Value:
        """The standard draw of a value."""
        return lacks(self, "noncentered")

    def located(self) -> tuple[Value, Value]:
        """The location and the scale of one that is moved and stretched."""
        return lacks(self, "noncentered")

    def relocated(self, loc: Value, scale: Value) -> Distribution:
        """The same with another location and scale."""
        return lacks(self, "noncentered")

    @property
    def causal(self) -> bool:
        """Do the first standard draws, which are independent, decide the first entries of a vector, whatever the others are? Then it can be continued."""
        return False

    def apart(self) -> str:
        """CPython only: why its parameters make no distribution together, though each lies in its domain; empty where they do."""
        return ""

    # -- what follows
    def pdf(self, x: Value) -> Value:
        """Density, or probability of a count, at x."""
        return exp(self.logpdf(x))

    def sf(self, x: Value) -> Value:
        """P(X > x)."""
        return exp(self.logsf(x)) if self.has("cdf") else lacks(self, "cdf", "sf")

    def sd(self) -> Value:
        """Its standard deviation."""
        return sqrt(self.variance()) if self.has("variance") else lacks(self, "variance", "sd")

    def truncated(self, low: Value | None = None, high: Value | None = None) -> Distribution:
        """This distribution on [low, high], or what of that its support has, renormalised; either bound may be left out."""
        return form("truncated")(self, low, high)

    @compile_time
    def noncentered(self, weight: Value | None = None) -> Distribution:
        """The same distribution, sampled through a standard draw: the coordinate is NAME_raw, the value NAME. Partly so with a weight between 0, centred, and
        1, one number or one for each value: where data say much about a value the centred form mixes better, where they say little the other."""
        return form("noncentered")(self, weight)

    @never(*IN_MODELS)
    def sample(self, shape: Sizes = (), *, seed: Seed = None) -> Any:
        """Independent draws outside of models, an array of `shape`, then the shape of the parameters, then that of one value."""
        return form("sample")(self, shape, seed)

    if not TYPE_CHECKING:

        def __array_ufunc__(self, *operands: Any, **keywords: Any) -> NoReturn:
            raise no_number(self)

        def __getattr__(self, name: str) -> Any:
            from ..habits.names import of_distribution  # not for `import llbayes.ppl`

            raise of_distribution(str(self) if vars(self) else type(self).__name__, name, type(self))


answer_calls(Distribution)
refuse_arithmetic(Distribution)


@compile_time
def lacks(dist: Distribution, what: str, asked: str = "") -> NoReturn:
    """ModelError for what a distribution cannot say; `asked` is the method that would follow from it."""
    follows = f", from which `{asked}` follows" if asked else ""
    because = next((f": `{part.name}` has none" for part in dist.made_of if not part.has(what)), "")
    raise ModelError(f"`{dist.name}` has {SAID[what]} here{follows}{because}", here(), WITHOUT[what])


@compile_time
def needs(dist: Distribution, what: str, asked: str = "") -> None:
    """ModelError where a distribution cannot say this."""
    if not dist.has(what):
        lacks(dist, what, asked)


@compile_time
def form(name: str) -> Code:
    """What a method does that forms bring: they know distributions, which do not know them."""
    module, function = FORMS[name]
    return getattr(import_module(module, __package__), function)
