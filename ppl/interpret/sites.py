"""The words a model is written with. In CPython each asks the run in force; compiled, the front end calls the interpretation's method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...ir.errors import ModelError
from ...lang.values.hooks import primitive
from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.frames import here
from ..base.types import Code, Dims, Numbers, Sizes, Truth, Value
from ..habits.fitting import answered
from .host import Host
from .interpretation import Interpretation
from .running import RUN


def _run(word: str) -> tuple[Interpretation, Host]:
    run = RUN.get()
    if run is None:
        raise ModelError(f"`ppl.{word}` is used outside of a model", here(), "bind the model: `model.bind(…)`")
    return run


def of_word(function: Code, args: tuple[Any, ...], keywords: dict[str, Any]) -> ModelError:
    """The error for a call of a word whose arguments do not fit."""
    from ..habits import calls  # not for `import llbayes.ppl`

    return calls.of_word(function, args, keywords)


@primitive("sample")
@answered(of_word)
def sample(
    name: str,
    dist: Distribution,
    obs: Numbers | None = None,
    *,
    shape: Sizes | None = None,
    dims: Dims | None = None,
    constraint: Constraint | None = None,
    where: Truth | None = None,
    missing: Any = None,
) -> Any:
    """A random variable: a parameter, or with `obs` an observation. `constraint` restricts and does not renormalise; `where` (data) says
    which entries of obs exist. `missing` says what nan in obs means: "parameter", a parameter NAME_missing of these entries, or "skip", not scored.
    `shape`, `dims` or `obs` give the shape of the whole value, event axes last. Returns the value, missing entries filled in where they are parameters."""
    interpretation, host = _run("sample")
    return interpretation.sample(host, name, dist, obs, shape=shape, dims=dims, constraint=constraint, where=where, missing=missing)


@primitive("param")
@answered(of_word)
def param(name: str, constraint: Constraint, *, shape: Sizes | None = None, dims: Dims | None = None) -> Any:
    """A parameter that is flat on its set: only the Jacobian counts."""
    interpretation, host = _run("param")
    return interpretation.param(host, name, constraint, shape=shape, dims=dims)


@primitive("factor")
@answered(of_word)
def factor(name: str, value: Value, likelihood: bool = False, *, draw: Code | None = None) -> None:
    """Adds the sum of value to the log density; with likelihood=True its entries are pointwise log likelihoods. `draw` makes it predictable: a function
    without arguments, called only for predictions, that gives the distribution to draw from, or a value made of draws of `ppl.generate`."""
    interpretation, host = _run("factor")
    return interpretation.factor(host, name, value, likelihood=likelihood, draw=draw)


@primitive("deterministic")
@answered(of_word)
def deterministic(name: str, value: Value | Callable[[], Value], *, dims: Dims | None = None) -> Any:
    """A quantity to keep: a value, or a function without arguments, called only when asked for. Returns the value."""
    interpretation, host = _run("deterministic")
    return interpretation.deterministic(host, name, value, dims=dims)


@primitive("generate")
@answered(of_word)
def generate(name: str, dist: Distribution, *, shape: Sizes | None = None, dims: Dims | None = None) -> Any:
    """A draw that is never scored, for predictions."""
    interpretation, host = _run("generate")
    return interpretation.generate(host, name, dist, shape=shape, dims=dims)


@primitive("generated")
@answered(of_word)
def generated(block: Callable[[], dict[str, Any]], *, dims: Mapping[str, Dims] | None = None) -> None:
    """Quantities to keep that are computed only where they are asked for: `block` is a function without arguments that gives a dict of named numbers and
    arrays. It may draw by `ppl.random`: values that depend on a draw are predictions, the others are kept with the parameters. `dims` are by name."""
    interpretation, host = _run("generated")
    return interpretation.generated(host, block, dims=dims)


@primitive("random")
@answered(of_word)
def random(dist: Distribution, shape: Sizes | None = None) -> Any:
    """A draw without a name, never scored: in a block of `ppl.generated`, the function of a `ppl.deterministic`, `draw=` of a `ppl.factor`; and in what
    `ppl.once` calls, where it is the same at each binding. `shape` is that of the whole value, event axes last."""
    interpretation, host = _run("random")
    return interpretation.random(host, dist, shape=shape)


@primitive("once")
@answered(of_word)
def once(f: Code, *data: Any, **settings: Any) -> Any:
    """f(*data) in CPython, once, when data are bound."""
    interpretation, host = _run("once")
    return interpretation.once(host, f, *data, **settings)


@primitive("index")
@answered(of_word)
def index(a: Value, n: int, base: int = 0) -> Any:
    """Index data with their first index `base`, checked against 0 ≤ a - base < n; returns a - base."""
    interpretation, host = _run("index")
    return interpretation.index(host, a, n, base)


@primitive("submodel")
@answered(of_word)
def submodel(name: str, model: Code, *args: Any, **kwargs: Any) -> Any:
    """A model inside a model: its arguments follow, and what its function returns comes back. Its site `sd` is `NAME.sd` of the whole; dims are
    shared."""
    interpretation, host = _run("submodel")
    return interpretation.submodel(host, name, model, *args, **kwargs)


@primitive("marginalize")
@answered(of_word)
def marginalize(name: str, dist: Distribution, f: Code, *, dims: Dims | None = None) -> Any:
    """A discrete variable of finitely many values that is summed out: `f(k)` gives the log likelihood of each entry for its value k, a number or an
    array whose entries are independent; log Σ P(k) exp f(k) is added to the log density and is pointwise log likelihood. Returns it. `ppl.recover`
    draws the values afterwards. One may stand in the function of another, not deeper."""
    interpretation, host = _run("marginalize")
    return interpretation.marginalize(host, name, dist, f, dims=dims)
