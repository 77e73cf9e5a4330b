"""The eight models of docs/coming/ have the densities that the same models have in NumPyro 0.22 (all eight) and PyMC 5.28 (all but `growth`), which agree to 1e-6."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from llbayes import stan

FOLDER = Path(__file__).parents[1] / "docs" / "coming"
L = np.array([[1, 0], [0.6, 0.8]])
SD = np.array([0.5, 0.7])
Z = np.linspace(-1, 1, 20).reshape(10, 2)

# name: (values, the log density there in NumPyro, logarithms of the slopes of our transforms there)
POINTS = {
    "line": ({"a": 0.3, "b": 0.2, "sigma": 1.4}, -113.64347117091678, np.log(1.4)),
    "schools": ({"mu": 1.0, "tau": 2.0, "theta": 1 + 2 * np.linspace(-1, 1, 8)}, -44.92359847358221, np.log(2)),
    "clinics": ({"mu": 0.1, "tau": 0.5, "b": 0.3, "a": 0.1 + 0.5 * np.linspace(-1, 1, 6)}, -99.81690291882978, np.log(0.5)),
    "growth": ({"mu": np.array([0.1, 0.2]), "sd": SD, "L": L, "u": np.array([0.1, 0.2]) + Z @ (SD[:, None] * L).T, "sigma": 0.9}, -378.5640894619516,
               np.log(SD).sum() + np.log(0.9) + np.log(1 - 0.6**2)),
    "counts": ({"b": np.array([0.3, 0.1]), "size": 3.0}, -168.7391444036384, np.log(3)),
    "mixture": ({"w": np.array([0.3, 0.7]), "mu": np.array([-1.0, 1.0]), "sigma": np.array([0.8, 1.2])}, -241.19965383455195,
                np.log(0.3 * 0.7) + np.log(2) + np.log(0.8 * 1.2)),
    "survival": ({"b": np.array([0.1, 0.2]), "shape": 1.3}, -66.96010046540655, np.log(1.3)),
    "curve": ({"length": 0.9, "height": 1.1, "sigma": 0.4}, -16.433494241274737, np.log(0.9 * 1.1 * 0.4)),
}


@pytest.fixture(scope="module")
def posteriors(tmp_path_factory):
    """All eight, in the order of the pages: they share their random numbers."""
    found = {}
    source = "".join((FOLDER / f"{name}.here").read_text() + f"FOUND[{name!r}] = posterior\n" for name in POINTS)
    file = tmp_path_factory.mktemp("coming") / "eight.py"
    file.write_text(source)
    exec(compile(source, str(file), "exec"), {"FOUND": found})
    return found


@pytest.mark.parametrize("name", POINTS)
def test_density_is_that_of_the_other_tools(posteriors, name):
    values, log_density, slopes = POINTS[name]
    posterior = posteriors[name]
    # NumPyro adds 1e-6 to no diagonal and works in 64 bits; some of its functions keep 8 digits
    assert posterior.log_density(posterior.unconstrain(values)) == pytest.approx(log_density + slopes, rel=1e-6)

COUNTS_FROM_1 = ("clinic", "child")


def as_stan_takes(data):
    """The data of a model here, as the program in Stan declares them."""
    rows = len(data["y"] if "y" in data else data["time"])
    found = {key: value + 1 if key in COUNTS_FROM_1 else value for key, value in data.items()}
    sizes = {"N": rows, "J": next((int(found[key].max()) for key in COUNTS_FROM_1 if key in found), rows)}
    return found | sizes | ({"K": data["X"].shape[1]} if "X" in data else {})


def coordinates(name):
    """Where coordinates of the program stand among those of the model here, which has effects of children side by side."""
    return np.concatenate([np.arange(5), 5 + np.arange(20).reshape(10, 2).T.ravel(), [25]]) if name == "growth" else slice(None)


@pytest.mark.parametrize("name", POINTS)
def test_gradient_is_that_of_the_program_in_stan(posteriors, name):
    """The programs run as they stand; normal priors of positive parameters are not halved there, which is a constant."""
    posterior, where = posteriors[name], coordinates(name)
    program = stan.model(FOLDER / f"{name}.stan").bind(**as_stan_takes(posterior.binding.data))
    for z in (0.1 * np.linspace(-1, 1, posterior.dim), 0.4 * np.cos(np.arange(posterior.dim))):
        assert np.allclose(program.value_and_grad(z[where])[1], posterior.value_and_grad(z)[1][where], rtol=1e-6, atol=1e-7)   # a Gaussian process has a jitter
