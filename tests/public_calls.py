"""Valid calls of the public faces, each a function and its arguments by name. `test_public_calls.py` replaces the arguments one by one."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from public_processes import of_processes

from llbayes import ad, models, plots, ppl, results, samplers, uq
from llbayes.ir import text
from llbayes.ppl import Normal, Uniform, solve
from llbayes.ppl.distributions import CONSTRUCTORS
from llbayes.uq.method import Needs


class PublicCall(NamedTuple):
    """`function(**arguments)` is right as it stands; `kept` are arguments that are not replaced here."""

    name: str
    function: Callable[..., Any]
    arguments: dict[str, Any]
    kept: tuple[str, ...] = ()


# -- derivatives
def energy(x):
    return np.sum(x * x * x)


def squares(x):
    return x * x


X, V = np.array([1.0, 2.0]), np.array([0.5, 1.0])
OF = {"evaluate": energy, "grad": energy, "value_and_grad": energy, "hessian": energy, "jacobian": squares, "hvp": energy, "jvp": squares, "vjp": squares}
WITH_DIRECTION = ("hvp", "jvp", "vjp")


def made(name: str) -> Callable[..., Any]:
    """A derivative made and called."""
    make = getattr(ad, name)
    return lambda f, x, **settings: make(f, **settings)(x, *((V,) if name in WITH_DIRECTION else ()))


def derivatives() -> Iterator[PublicCall]:
    for name, f in OF.items():
        settings = {"argnums": 0, "engine": "default", "width": 1}
        taken = inspect.signature(getattr(ad, name)).parameters
        yield PublicCall(f"ad.{name}", made(name), {"f": f, "x": X, **{k: v for k, v in settings.items() if k in taken}}, kept=("x",))
        yield PublicCall(f"ad.{name} called", getattr(ad, name)(f), {"x": X}) if name not in WITH_DIRECTION else called_along(name, f)
    yield PublicCall("ad.batch", lambda f, x, **settings: ad.batch(f, **settings)(x), {"f": energy, "x": np.array([X, V]), "argnums": 0, "threads": 1}, kept=("x",))
    yield PublicCall("ad.batch called", ad.batch(energy), {"x": np.array([X, V])})
    yield PublicCall("ad.batch outcome", ad.batch(energy).outcome, {"x": np.array([X, V])})


def cube(x):
    return x * x * x


def cube_root(a):
    return 1.7 + 0.0 * a


def of_rules() -> Iterator[PublicCall]:
    yield PublicCall("ad.custom_rule", lambda **slopes: ad.hessian(ad.custom_rule(**slopes)(cube))(2.0),
                     {"gradient": lambda x: 3.0 * x * x, "hessian": lambda x: 6.0 * x})
    yield PublicCall("ad.custom_rule by products", lambda **slopes: ad.grad(ad.custom_rule(**slopes)(cube))(2.0),
                     {"jvp": lambda args, t: 12.0 * t[0], "vjp": lambda args, w: 12.0 * w})
    yield PublicCall("ad.check_rule", lambda f, x: ad.check_rule(f, x), {"f": energy, "x": X})
    yield PublicCall("ad.custom_rule called", ad.custom_rule(gradient=lambda x: 3.0 * x * x)(cube), {"x": X})
    yield PublicCall("ad.implicit", lambda residual, solve: ad.grad(ad.implicit(residual, solve))(5.0),
                     {"residual": lambda x, a: cube(x) - a, "solve": cube_root})


def of_searches() -> Iterator[PublicCall]:
    from llbayes.ppl import solve
    ends = {"rtol": 1e-12, "atol": 0.0, "max_steps": 99}
    yield PublicCall("solve.root", solve.root, {"f": lambda x, a: cube(x) - a, "x0": 1.0, "args": (5.0,), "method": "newton", **ends})
    yield PublicCall("solve.root between", solve.root, {"f": cos, "bracket": (0.0, 2.0), "method": "chandrupatla", **ends})
    yield PublicCall("solve.fixed_point", solve.fixed_point, {"f": cos, "x0": 1.0, "args": (), "method": "anderson", **ends})
    yield PublicCall("solve.minimize", solve.minimize, {"f": lambda x, a: (x - a) ** 2, "x0": 1.0, "args": (5.0,), **ends})


def cos(x):
    return np.cos(x)


def called_along(name: str, f: Callable[..., Any]) -> PublicCall:
    compiled = getattr(ad, name)(f)
    return PublicCall(f"ad.{name} called", lambda x, v: compiled(x, v), {"x": X, "v": V})


# -- models
@ppl.model
def line(x, y, k: ppl.Int = 1):
    slope = ppl.sample("slope", Normal(0.0, 1.0))
    sigma = ppl.sample("sigma", ppl.HalfNormal(1.0))
    ppl.sample("y", Normal(slope * x, sigma), obs=y, dims="row")


DATA = {"x": np.array([1.0, 2.0]), "y": np.array([1.0, 2.5])}
Z = np.array([0.1, 0.2])


@cache
def posterior() -> Any:
    return line.bind(**DATA)


def tree() -> Any:
    """A new one: some calls write to it."""
    return samplers.laplace(posterior(), draws=8, seed=1)


def of_posteriors(folder: Any) -> Iterator[PublicCall]:
    p = posterior()
    (folder / "line.json").write_text('{"x": [1.0, 2.0], "y": [1.0, 2.5]}')
    yield PublicCall("Model.bind", line.bind, {**DATA, "k": 1, "coords": {"row": ["a", "b"]}})
    yield PublicCall("Model.from_json", line.from_json, {"path": folder / "line.json", "coords": None})
    for name in ("log_density", "value_and_grad", "hessian", "interpret", "interpreted_log_density", "diagnose"):
        yield PublicCall(f"Posterior.{name}", getattr(p, name), {"z": Z})
    for name in ("log_density", "value_and_grad"):
        yield PublicCall(f"Posterior.{name} of rows", getattr(p, name), {"z": np.array([Z, Z])})
    yield PublicCall("Posterior.data_gradients", p.data_gradients, {"z": Z, "names": None})
    yield PublicCall("Posterior.hvp", p.hvp, {"z": Z, "v": V})
    yield PublicCall("Posterior.constrain", p.constrain, {"z": Z, "names": None})
    yield PublicCall("Posterior.unconstrain", p.unconstrain, {"values": {"slope": 0.1, "sigma": 1.0}, "partial": False})
    yield PublicCall("Posterior.from_normal", p.from_normal, {"u": Z, "names": None})
    yield PublicCall("Posterior.to_normal", p.to_normal, {"values": {"slope": [0.1], "sigma": [1.0]}})
    yield PublicCall("Posterior.unconstrain of", lambda slope, sigma: p.unconstrain({"slope": slope, "sigma": sigma}), {"slope": 0.1, "sigma": 1.0})
    yield PublicCall("ppl.prior_predictive", ppl.prior_predictive, {"posterior": p, "draws": 2, "seed": 1})
    yield PublicCall("ppl.posterior_predictive", ppl.posterior_predictive, {"posterior": p, "tree": tree(), "seed": 1}, kept=("tree",))
    yield PublicCall("Posterior.rebind", p.rebind, {**DATA, "coords": None})
    yield PublicCall("ppl.predict", ppl.predict, {"posterior": p, "tree": tree(), "data": None, "coords": None, "names": None, "seed": 1, "do": None}, kept=("tree",))
    for name in ("log_likelihood", "log_prior"):
        yield PublicCall(f"ppl.{name}", getattr(ppl, name), {"posterior": p, "tree": tree()}, kept=("tree",))


def of_distributions() -> Iterator[PublicCall]:
    for name, constructor in CONSTRUCTORS.items():
        family = constructor.families[0]
        names = list(inspect.signature(constructor).parameters)
        yield PublicCall(f"ppl.{name}", constructor, dict(zip(names, family.examples[0], strict=False)))
    yield PublicCall("Mixture", ppl.Mixture, {"weights": [0.3, 0.7], "components": [Normal(0.0, 1.0), Normal(1.0, 1.0)]})
    yield PublicCall("ZeroInflated", ppl.ZeroInflated, {"p": 0.3, "d": ppl.Poisson(2.0)})
    yield PublicCall("Hurdle", ppl.Hurdle, {"p": 0.3, "d": ppl.Poisson(2.0)})
    yield PublicCall("Censored", ppl.Censored, {"d": Normal(0.0, 1.0), "low": -1.0, "high": 1.0})
    yield PublicCall("Censored by events", ppl.Censored, {"d": ppl.Gamma(2.0, 1.0), "event": np.array([1, 0])})
    yield PublicCall("IntervalCensored", ppl.IntervalCensored, {"d": ppl.Gamma(2.0, 1.0)})
    yield PublicCall("Transformed", ppl.Transformed, {"d": Normal(0.0, 1.0), "bijection": np.exp})
    yield PublicCall("Distribution.sample", Normal(0.0, 1.0).sample, {"shape": 3, "seed": 1})
    yield PublicCall("Distribution.truncated", Normal(0.0, 1.0).truncated, {"low": 0.0, "high": 1.0})


# -- algorithms
def density(x):
    return -0.5 * np.sum(x * x)


def of_samplers() -> Iterator[PublicCall]:
    for name, s in samplers.SAMPLERS.items():
        settings = {"draws": 4, "tune": 4, "chains": 1, "cores": 1, "seed": 1, "progress": False}
        yield PublicCall(f"samplers.{name}", s.call, {"target": posterior(), **settings}, kept=tuple(settings))
    yield PublicCall("samplers.laplace", samplers.laplace, {"posterior": posterior(), "draws": 4, "seed": 1, "start": Z, "keep": None, "max_iterations": 50})
    yield PublicCall("samplers.laplace of a function", samplers.laplace, {"posterior": density, "dim": 2, "draws": 4, "seed": 1})


def of_many() -> Iterator[PublicCall]:
    settings = {"draws": 4, "tune": 4, "chains": 1, "seed": 1, "progress": False}
    yield PublicCall("samplers.map", samplers.map, {"model": line, "datasets": [DATA], "sampler": samplers.nuts, "reduce": len, "executor": None, **settings},
                     kept=("draws", "tune", "chains"))
    yield PublicCall("uq.map", uq.map, {"f": str, "items": [1, 2], "executor": None, "progress": False})


def area(x):
    return float(str(x[0])) * x[1]


AREA = {"jacobian": lambda x: x[::-1][None].copy(), "hessian": lambda x: np.array([[0.0, 1.0], [1.0, 0.0]])}
OF_METHODS = {"n": 8, "replicates": 2, "seed": 1, "probabilities": (0.1, 0.9), "how": "looped", "level": 0.9, "order": 2, **AREA}

OF_LIMIT_STATES = {"threshold": 1.1, "failure": "below", "n": 16, "conditional": 0.25, "starts": 1, "nodes": 5, "defensive": 0.2, "at": [-1.0, -1.0]}


def of_methods() -> Iterator[PublicCall]:
    inputs = uq.Inputs(a=Normal(1.0, 0.1), b=Uniform(1.0, 2.0))
    for name, m in uq.METHODS.items():
        taken = inspect.signature(m.call).parameters
        settings = {k: v for k, v in OF_METHODS.items() if k in taken}
        if m.needs is Needs.LIMIT_STATE:
            settings |= {k: v for k, v in OF_LIMIT_STATES.items() if k in taken}
            yield PublicCall(f"uq.{name}", m.call, {"limit_state": uq.Model(area, derivatives="differences"), "inputs": inputs, **settings})
        elif m.needs in (Needs.INPUTS, Needs.INDEPENDENT_INPUTS):
            model = uq.Model(area, derivatives="differences") if m.derivatives and "jacobian" not in taken else area
            yield PublicCall(f"uq.{name}", m.call, {"model": model, "inputs": inputs, **settings})
            result = m.call(model, inputs, **settings)
            yield PublicCall(f"uq.{name} table", result.table, {"output": 0})
            yield PublicCall(f"uq.{name} plot", result.plot, {"ax": None, "output": 0})
            several = m.call(lambda x: np.array([x[0], x[1], x[0] * x[1]]), inputs, **{k: v for k, v in settings.items() if k not in ("how", *AREA)})
            yield PublicCall(f"uq.{name} plot of several", several.plot, {"ax": None, "output": None, "at": [0.0, 0.5, 1.0]})
    x = np.arange(40.0).reshape(20, 2)
    yield PublicCall("uq.given_data", uq.given_data, {"x": x, "y": x[:, 0], "names": ("a", "b"), "seed": 1, "level": 0.9})
    yield PublicCall("uq.Inputs", uq.Inputs, {"a": Normal(1.0, 0.1)})
    yield PublicCall("uq.Inputs of a dict", lambda laws: uq.Inputs(laws), {"laws": {"a": Normal(0.0, 1.0)}})
    yield PublicCall("uq.GaussianInputs", uq.GaussianInputs, {"names": ("a", "b"), "mean": [0.0, 1.0], "covariance": np.eye(2)})
    yield PublicCall("uq.Inputs with a copula", lambda copula: uq.Inputs(a=Normal(1.0, 0.1), b=Uniform(1.0, 2.0), copula=copula), {"copula": uq.ClaytonCopula(2.0)})
    yield PublicCall("uq.from_salib", uq.from_salib, {"problem": {"names": ["a", "b"], "bounds": [[0.0, 1.0], [2.0, 3.0]], "groups": ["g", "g"]}})
    yield PublicCall("uq.Draws", uq.Draws, {"given": {"a": np.arange(4.0)}, "names": "a"})
    for given in (inputs, uq.GaussianInputs(("a", "b"), [0.0, 1.0], np.eye(2))):
        yield PublicCall(f"{type(given).__name__}.sample", given.sample, {"n": 2, "seed": 1})
        yield PublicCall(f"{type(given).__name__}.from_unit", given.from_unit, {"u": np.full((2, 2), 0.5)})
        yield PublicCall(f"{type(given).__name__}.from_normal", given.from_normal, {"u": np.full((2, 2), 0.5)})
        yield PublicCall(f"{type(given).__name__}.logpdf", given.logpdf, {"x": np.full((2, 2), 1.5)})


# -- files, results, text
IR = """define double @f(double %x) {
entry:
  %y = fmul double %x, 2.0
  ret double %y
}
"""


def of_the_rest(folder: Any) -> Iterator[PublicCall]:
    yield PublicCall("models.get", models.get, {"name": "garch11"})
    yield PublicCall("models.posterior", models.posterior, {"name": "kidiq-kidscore_momhs"})
    yield PublicCall("models.data_path", models.data_path, {"name": "kidiq"})
    for name in ("diagnose", "verdict"):
        yield PublicCall(f"results.{name}", getattr(results, name), {"tree": tree(), "max_depth": 8})
    draws, named = np.zeros((2, 5, 3)), {"coords": {"k": ["u", "v", "w"]}, "dims": {"x": ("k",)}}
    yield PublicCall("results.build", results.build, {"posterior": {"x": draws}, "sample_stats": {"lp": draws[..., 0]}, **named,
                                                      "observed": {"y": np.arange(3)}, "constant": {"n": 1}, "attributes": {"seed": 1}})
    yield PublicCall("results.from_groups", results.from_groups, {"groups": {"posterior": {"x": draws}}, **named, "attributes": {"seed": 1}})
    for name in ("add_group", "add_variables"):
        yield PublicCall(f"results.{name}", getattr(results, name), {"tree": tree(), "group": "log_likelihood", "arrays": {"x": draws}, **named})
    yield PublicCall("results.to_netcdf", results.to_netcdf, {"tree": tree(), "path": folder / "draws.nc"})
    for name in ("summary", "summary_text"):
        settings = {"names": ["slope"], "rows": 3, "group": "posterior"}
        yield PublicCall(f"results.{name}", getattr(results, name), {"tree": tree(), **settings})
    yield PublicCall("plots.forest", plots.forest, {"tree": tree(), "names": "slope", "title": ""}, kept=("tree",))
    yield PublicCall("ir.text.read", text.read, {"text": IR})
    yield PublicCall("ir.text.write", text.write, {next(iter(inspect.signature(text.write).parameters)): text.read(IR)})


# -- solvers
def of_solvers() -> Iterator[PublicCall]:
    times, state = np.array([0.5, 1.0]), np.array([1.0, 2.0])
    yield PublicCall("solve.ode", solve.ode, {"f": lambda t, y, k: -k * y, "y0": state, "times": times, "args": (2.0,), "t0": 0.0, "method": "bs3", "rtol": 1e-4,
                                              "atol": 1e-6, "max_steps": 1000})
    yield PublicCall("solve.quad", solve.quad, {"f": lambda x, k: np.exp(-k * x), "a": 0.0, "b": 1.0, "args": (2.0,), "rtol": 1e-6, "atol": 1e-9, "limit": 20,
                                                "full": True})


FACES: dict[str, Callable[[Any], Iterator[PublicCall]]] = {          # of a folder for files
    "ad": lambda folder: derivatives(), "rules": lambda folder: of_rules(), "searches": lambda folder: of_searches(), "posteriors": of_posteriors, "distributions": lambda folder: of_distributions(),
    "series and fields": lambda folder: (PublicCall(*call) for call in of_processes()),
    "samplers": lambda folder: of_samplers(), "many": lambda folder: of_many(), "uq": lambda folder: of_methods(), "the rest": of_the_rest,
    "solvers": lambda folder: of_solvers(),
}
