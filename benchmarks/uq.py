"""Uncertainty quantification beside SALib, OpenTURNS and chaospy (`pip install SALib openturns chaospy`; what is not there is left out), in one run.

    uq.py [WORD …] [--store]

Words pick rows. Wall time is the best of several calls, compiled code and all that is kept between calls in place; accuracy is the largest error of the total
indices (or of the probability, in per cent) with what they cost in runs of the model, a value and gradient together counted as one.
`--store` writes the table to `docs/benchmarks.md` and its pictures to `docs/pictures`.
"""
from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from tables import report, words

from llbayes import uq
from llbayes.models import uq as problems

CALLS = 5
DEGREE = 5                           # of polynomial chaos: chaospy's indices take minutes from 7 on
POINTS = 2**16                       # of each part of the design of Sobol' indices


def peer(name: str) -> Any:
    """The library, or None."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def best(ways: dict[str, Callable[[], Any]], calls: int = CALLS) -> dict[str, float]:
    """The least seconds of each, one after another in each round; the first round only warms up."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for k in range(calls + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if k or calls == 1:
                times[name].append(time.perf_counter() - start)
    return {name: min(found) for name, found in times.items()}


# -- Sobol' indices of the borehole function
def borehole_columns(x: np.ndarray) -> np.ndarray:
    """For all points (n, 8) at once, as peers want it."""
    return problems.get("borehole").function(x.T)


def sobol_borehole() -> dict[str, Any]:
    problem = problems.get("borehole")
    inputs = uq.Inputs(dict(problem.laws))
    truth = np.asarray(problem.answers["ST"])
    ways: dict[str, Callable[[], Any]] = {"llbayes": lambda: uq.sobol(problem.function, inputs, n=POINTS, seed=1)}
    errors = {"llbayes": float(np.abs(ways["llbayes"]().array("ST") - truth).max())}
    if peer("SALib"):
        ways["SALib"] = salib_borehole(errors, truth)
    if peer("openturns"):
        ways["OpenTURNS"] = openturns_borehole(errors, truth)
    return row("Sobol', borehole, 655,360 runs", best(ways, 3), errors)


def salib_borehole(errors: dict[str, float], truth: np.ndarray) -> Callable[[], Any]:
    """Without its bootstrap of 100, which takes the longest by far, as one that asks for indices alone would."""
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample
    from scipy import stats

    problem = problems.get("borehole")
    laws = list(uq.Inputs(dict(problem.laws)).laws.values())
    about = {"num_vars": 8, "names": list(problem.laws), "bounds": [[0.0, 1.0]] * 8}
    frozen = [stats.norm(0.1, 0.0161812), stats.lognorm(1.0056, scale=np.exp(7.71)), stats.uniform(63070, 115600 - 63070), stats.uniform(990, 120),
              stats.uniform(63.1, 116 - 63.1), stats.uniform(700, 120), stats.uniform(1120, 560), stats.uniform(9855, 12045 - 9855)]
    assert len(laws) == len(frozen)

    def call() -> Any:
        u = np.clip(sample.sample(about, POINTS, calc_second_order=False, seed=1), 1e-12, 1 - 1e-12)
        x = np.stack([law.ppf(u[:, k]) for k, law in enumerate(frozen)], axis=1)
        return analyze.analyze(about, borehole_columns(x), calc_second_order=False, num_resamples=2, seed=1)
    errors["SALib"] = float(np.abs(call()["ST"] - truth).max())
    return call


def openturns_laws(ot: Any) -> Any:
    """The borehole's."""
    uniform = [ot.Uniform(*ends) for ends in ((63070, 115600), (990, 1110), (63.1, 116), (700, 820), (1120, 1680), (9855, 12045))]
    return ot.JointDistribution([ot.Normal(0.1, 0.0161812), ot.LogNormal(7.71, 1.0056), *uniform])


def openturns_borehole(errors: dict[str, float], truth: np.ndarray) -> Callable[[], Any]:
    """The model as its symbolic function, its fastest way."""
    import openturns as ot

    ot.Log.Show(ot.Log.NONE)
    model = ot.SymbolicFunction(["rw", "r", "Tu", "Hu", "Tl", "Hl", "L", "Kw"],
                                ["2*pi_*Tu*(Hu-Hl)/(log(r/rw)*(1+2*L*Tu/(log(r/rw)*rw^2*Kw)+Tu/Tl))"])
    laws = openturns_laws(ot)

    def call() -> Any:
        design = ot.SobolIndicesExperiment(laws, POINTS, False).generate()
        found = ot.SaltelliSensitivityAlgorithm(design, model(design), POINTS)
        found.setUseAsymptoticDistribution(True)
        return found.getTotalOrderIndices()
    errors["OpenTURNS"] = float(np.abs(np.array(call()) - truth).max())
    return call


# -- a model with steps of time
def predator_prey_row() -> dict[str, Any]:
    problem = problems.get("predator_prey")
    inputs = uq.Inputs(dict(problem.laws))
    ways = {"llbayes": lambda: uq.propagate(problem.function, inputs, n=1024, replicates=16, seed=1),
            "a loop in Python": lambda: uq.propagate(problem.function, inputs, n=16, replicates=16, seed=1, how="looped")}
    times = best(ways, 2)
    times["a loop in Python"] *= 64.0                    # a 64th of the runs was timed
    return row("propagation, an ODE of 400 steps, 16,384 runs", times, {})


# -- formulas
def formula_row(name: str, what: str) -> dict[str, Any]:
    """Beside NumPy's arrays of all points at once."""
    from llbayes import ad

    problem = problems.get(name)
    points = uq.Inputs(dict(problem.laws)).sample(200_000, seed=1)
    over, columns = ad.batch(problem.function), np.ascontiguousarray(points.T)
    return row(f"{what} at 200,000 points", best({"llbayes": lambda: over(points), "NumPy": lambda: problem.function(columns)}, 20), {})


# -- polynomial chaos
def chaos_row() -> dict[str, Any]:
    problem = problems.get("ishigami")
    inputs = uq.Inputs(dict(problem.laws))
    truth = np.asarray(problem.answers["ST"])
    settings = {"degree": DEGREE, "n": 128, "gradients": False, "sparse": False, "seed": 1}
    ways: dict[str, Callable[[], Any]] = {"llbayes": lambda: uq.pce(problem.function, inputs, **settings)}
    errors = {"llbayes": float(np.abs(ways["llbayes"]().array("ST").reshape(-1) - truth).max())}
    if peer("chaospy"):
        import chaospy

        law = chaospy.Iid(chaospy.Uniform(-np.pi, np.pi), 3)

        def call() -> Any:
            basis = chaospy.generate_expansion(DEGREE, law)
            x = law.sample(128, rule="sobol")
            fitted = chaospy.fit_regression(basis, x, problem.function(x))
            return chaospy.Sens_t(fitted, law)
        ways["chaospy"] = call
        errors["chaospy"] = float(np.abs(call() - truth).max())
    return row(f"polynomial chaos of degree {DEGREE}, ishigami, 128 runs, with total indices", best(ways, 1), errors)


# -- reliability
def beam_row() -> dict[str, Any]:
    problem = problems.get("cantilever_displacement")
    inputs = uq.Inputs(dict(problem.laws))
    truth = problem.answers["P_f"]
    ways: dict[str, Callable[[], Any]] = {"llbayes": lambda: uq.form(problem.function, inputs)}
    errors = {"llbayes": 100.0 * abs(float(ways["llbayes"]().array("P_hohenbichler")) / truth - 1.0)}
    if peer("openturns"):
        ways["OpenTURNS"] = openturns_beam(errors, truth)
    return row("SORM of a beam in raw units, error in %", best(ways, 3), errors)


def openturns_beam(errors: dict[str, float], truth: float) -> Callable[[], Any]:
    """With its default differences, of a model in Python."""
    import openturns as ot

    problem = problems.get("cantilever_displacement")
    model = ot.PythonFunction(3, 1, lambda x: [problem.function(np.asarray(x))])
    laws = ot.JointDistribution([ot.Normal(2.9e7, 1.45e6), ot.Normal(500, 100), ot.Normal(1000, 100)])

    def call() -> float:
        event = ot.ThresholdEvent(ot.CompositeRandomVector(model, ot.RandomVector(laws)), ot.Less(), 0.0)
        start = list(laws.getMean())
        try:
            search = ot.SORM(ot.Cobyla(), event, start)
        except TypeError:                                # older interfaces
            search = ot.SORM(ot.Cobyla(), event)
        search.run()
        try:
            return search.getResult().getEventProbabilityHohenbichler()
        except RuntimeError:                             # of a curvature that its differences have wrong by a factor of 10,000
            return np.nan
    errors["OpenTURNS"] = 100.0 * abs(call() / truth - 1.0)
    return call


# -- thirty inputs
def thirty_row() -> dict[str, Any]:
    problem = problems.get("diffusion")
    inputs = uq.Inputs(dict(problem.laws))
    truth = uq.sobol(problem.function, inputs, n=2**16, seed=3).array("ST")
    found = uq.pce(problem.function, inputs, degree=2, n=48, seed=1)
    sampled = uq.sobol(problem.function, inputs, n=2048, seed=1)
    return {"what": "total indices of 30 inputs, a diffusion equation", "llbayes s": None,
            "errors": f"{np.abs(found.array('ST').reshape(-1) - truth).max():.4f} from {found.n_gradients} values with gradients; "
                      f"{np.abs(sampled.array('ST') - truth).max():.4f} from {sampled.n_evaluations:,} runs of Saltelli's design"}


def row(what: str, times: dict[str, float], errors: dict[str, float]) -> dict[str, Any]:
    """A line of the table: seconds, ratios to ours, errors."""
    ours = times["llbayes"]
    found: dict[str, Any] = {"what": what, "llbayes s": ours}
    for name, seconds in times.items():
        if name != "llbayes":
            found |= {"beside": f"{found['beside']}, {name}" if "beside" in found else name}
            found["ratio"] = f"{found['ratio']}, {seconds / ours:.1f}" if "ratio" in found else f"{seconds / ours:.1f}"
    if errors:
        found["errors"] = ", ".join(f"{name} {error:.2g}" for name, error in errors.items())
    return found


FORMULAS = {"wing": ("wing_weight", "the wing weight's formula (seven powers)"), "flood": ("flood", "the flood's (a power, a root)"),
            "piston": ("piston", "the piston's (two roots)")}
ROWS: dict[str, Callable[[], dict[str, Any]]] = {
    "sobol": sobol_borehole, "ode": predator_prey_row, **{word: partial(formula_row, *named) for word, named in FORMULAS.items()}, "pce": chaos_row,
    "sorm": beam_row, "thirty": thirty_row}
COLUMNS = ("what", "llbayes s", "beside", "ratio", "errors")


def page(rows: list[dict[str, Any]]) -> str:
    """`docs/benchmarks.md`."""
    lines = ["| " + " | ".join(("what", "seconds", "beside", "times as long", "largest error")) + " |", "|" + "---|" * len(COLUMNS)]
    for found in rows:
        cells = [found.get(name) for name in COLUMNS]
        lines.append("| " + " | ".join("" if c is None else f"{c:.3g}" if isinstance(c, float) else str(c) for c in cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measures what the words ask for."""
    asked = words()
    rows = [{"row": name} | measure() for name, measure in ROWS.items() if not asked or name in asked]
    report("uq", rows)
    if "--store" in sys.argv:
        path = Path(__file__).parents[1] / "docs" / "benchmarks.md"
        text = path.read_text()
        begin, end = "<!-- written by benchmarks/uq.py: -->\n", "<!-- until here -->"
        head, rest = text.split(begin)
        path.write_text(f"{head}{begin}{page(rows)}\n{end}{rest.split(end, 1)[1]}")


if __name__ == "__main__":
    main()
