"""Fields on areas against normal vectors of the written-out precision, in models and outside, on graphs of several parts; graphs that are refused."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import scipy.sparse as sp
import scipy.stats as st

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError
from llbayes.lang.library.random import Rng
from llbayes.ppl import CAR, ICAR, graph

NODE1, NODE2 = np.array([0, 1, 2, 0, 3]), np.array([1, 2, 3, 2, 4])
N = 5
W = np.zeros((N, N))
W[NODE1, NODE2] = W[NODE2, NODE1] = 1
LOC = np.array([0.1, -0.4, 0.2, 1.0, 0.0])
PARTS1, PARTS2 = np.append(NODE1, [5, 5, 6]), np.append(NODE2, [6, 7, 7])       # a second part, of three areas, and areas 8 and 9 without neighbours
GRAPHS = {"one part": lambda: graph(NODE1, NODE2, N), "two parts and single areas": lambda: graph(PARTS1, PARTS2, 10), "no edges": lambda: graph([], n=3)}


def precision(g):
    q = np.diag(g.neighbours)
    q[g.node1, g.node2] = q[g.node2, g.node1] = -1.0
    return q + np.diag(g.neighbours == 0)


FIELDS = {
    "ICAR": lambda g: (ICAR(g, 0.7), np.zeros(len(g.part)), np.linalg.pinv(precision(g)) * 0.49),
    "ICAR, soft": lambda g: (ICAR(g, 0.7, centring=0.01), np.zeros(len(g.part)),
                             np.linalg.pinv(precision(g)) * 0.49 + 1e-4 * ((g.components()[:, None] == g.components()) & (g.neighbours > 0))),
    "CAR": lambda g: (CAR(g, 0.9, 2.0, LOC), LOC, np.linalg.inv(np.diag(g.neighbours) - 0.9 * W) / 2.0),
    "CAR of unlike neighbours": lambda g: (CAR(g, -0.6, 0.5), np.zeros(N), np.linalg.inv(np.diag(g.neighbours) + 0.6 * W) / 0.5),
}  # fmt: skip
CASES = [(f, g) for f in FIELDS for g in GRAPHS if f.startswith("ICAR") or g == "one part"]


@pytest.mark.parametrize(("field", "kind"), CASES)
def test_density_moments_and_draws(field, kind):
    """Normal on the fields that the covariance allows: density along an orthonormal base of those, moments, and draws."""
    d, mean, cov = FIELDS[field](GRAPHS[kind]())
    np.testing.assert_allclose(d.covariance(), cov, atol=1e-12)
    np.testing.assert_allclose(d.variance(), np.diag(cov), atol=1e-12)
    np.testing.assert_allclose(d.mean(), mean)
    u, s, _ = np.linalg.svd(cov)
    base, spread = u[:, s > 1e-12], np.sqrt(s[s > 1e-12])
    x = np.asarray(d.draw(Rng(np.random.PCG64(5)), (3, len(mean))))
    np.testing.assert_allclose(d.logpdf(x), st.norm(0, spread).logpdf((x - mean) @ base).sum(axis=-1), rtol=1e-9)
    np.testing.assert_allclose((x - mean) @ base @ base.T, x - mean, atol=1e-12)
    z = (d.sample(3000, seed=1) - mean) @ base / spread
    assert np.abs(np.cov(z.T) - np.eye(len(spread))).max() < 5 * np.sqrt(2 / 3000) and np.abs(z.mean(axis=0)).max() < 5 / np.sqrt(3000)


@pytest.mark.parametrize(("field", "kind"), [c for c in CASES if c[1] != "no edges"])
def test_several_fields_share_a_graph(field, kind):
    g = GRAPHS[kind]()
    one = FIELDS[field](g)[0]
    x = np.asarray(one.draw(Rng(np.random.PCG64(5)), (2, 3, len(g.part))))
    scales = np.array([0.7, 1.4])[:, None]
    several = ICAR(g, scales, centring=one.centring) if field.startswith("ICAR") else CAR(g, one.alpha, one.tau / (scales / 0.7) ** 2, one.loc)
    assert several.batch(np.shape) == (2, 1)
    np.testing.assert_allclose(several.logpdf(x)[0], one.logpdf(x[0]))
    assert np.shape(several.covariance()) == (2, 1, len(g.part), len(g.part))
    assert np.isfinite(several.draw(Rng(np.random.PCG64(1)), (2, 3, len(g.part)))).all()


def test_icar_at_many_digits():
    """The determinant of D - W on fields of sum 0 is n times the number of spanning trees (here 3, of the triangle)."""
    x = np.array([0.3, -0.1, 0.2, -0.5, 0.1])
    with mpmath.workdps(40):
        form = sum((mpmath.mpf(float(x[i])) - mpmath.mpf(float(x[j]))) ** 2 for i, j in zip(NODE1, NODE2, strict=True)) / mpmath.mpf(1e-4) ** 2
        expected = -form / 2 + mpmath.log(3 * N) / 2 - (N - 1) * (mpmath.log(mpmath.mpf(1e-4)) + mpmath.log(2 * mpmath.pi) / 2)
    assert ICAR(graph(NODE1, NODE2), 1e-4).logpdf(x) == pytest.approx(float(expected), rel=1e-13)


def test_a_field_off_its_sums_has_no_density():
    g = GRAPHS["two parts and single areas"]()
    x = ICAR(g).sample(seed=1)
    assert np.isfinite(ICAR(g).logpdf(x))
    assert ICAR(g).logpdf(x + 0.1 * (g.components() == 1)) == -np.inf
    assert ICAR(g, np.float64(-1.0)).logpdf(x) == -np.inf and CAR(graph(W), np.float64(1.5), 1.0).logpdf(LOC) == -np.inf
    with pytest.raises(LlbayesError, match="outside of its domain"):
        ICAR(g, np.float64(-1.0)).sample(seed=1)


# -- graphs
def test_a_graph_may_be_given_in_several_ways():
    pairs = np.stack([NODE1, NODE2], axis=1)
    for given in (pairs, pairs.tolist(), {tuple(p) for p in pairs.tolist()}, W, W.astype(int).tolist(), W > 0, sp.csr_matrix(W), sp.coo_array(W)):
        g = graph(given)
        assert {frozenset(p) for p in zip(g.node1.tolist(), g.node2.tolist(), strict=True)} == {frozenset(p) for p in pairs.tolist()}
    assert len(graph(pairs, n=7).part) == 7 and len(graph([[0, 1]]).part) == 2
    assert repr(graph(W)) == "<graph of 5 areas, 5 edges, connected>"
    assert repr(GRAPHS["two parts and single areas"]()) == "<graph of 10 areas, 8 edges, 2 connected parts and 2 areas without neighbours>"


def test_scaling_makes_typical_variances_one():
    g = GRAPHS["two parts and single areas"]()
    np.testing.assert_array_equal(g.components(), [0] * 5 + [1] * 3 + [2, 3])
    variance = ICAR(g).variance() / g.scaling()
    for part in range(4):
        assert np.exp(np.mean(np.log(variance[g.components() == part]))) == pytest.approx(1.0)


WRONG = {
    "a loop": (lambda: graph(np.array([0, 1]), np.array([1, 1])), "area 1 is its own neighbour"),
    "twice": (lambda: graph(np.array([0, 1]), np.array([1, 0])), "areas 0 and 1 is there twice"),
    "pairs twice": (lambda: graph([[0, 1], [1, 2], [0, 1]]), "there twice"),
    "counted from 1": (lambda: graph(NODE1 + 1, NODE2 + 1, N), "counted from 0"),
    "a negative area": (lambda: graph([-1, 0], [0, 1]), "counted from 0"),
    "no whole numbers": (lambda: graph(NODE1 + 0.5, NODE2), "whole numbers"),
    "ends of unlike lengths": (lambda: graph([0, 1], [1]), "of one length"),
    "triples": (lambda: graph([[0, 1, 2]]), "one array of shape"),
    "one end": (lambda: graph([0, 1, 2]), "one array of shape"),
    "text": (lambda: graph("edges"), "made of edges"),
    "rows of unlike lengths": (lambda: graph([[1, 2], [0]]), "made of edges"),
    "nothing": (lambda: graph([]), "needs `n=`"),
    "no number of areas": (lambda: graph(NODE1, NODE2, 2.5), "n is the number of areas"),
    "a matrix of another length": (lambda: graph(W, n=3), "of 5 areas, and n=3"),
    "a directed matrix": (lambda: graph(np.triu(W)), "not symmetric: of areas 0 and 1"),
    "weights": (lambda: graph(2.5 * W), "edges have no weights"),
    "a diagonal": (lambda: graph(W + np.eye(N)), "its own neighbour"),
    "a sparse matrix that is not square": (lambda: graph(sp.csr_matrix(W[:3])), "a row and a column for each area"),
    "a dict": (lambda: graph({0: [1], 1: [0]}), "made of edges"),
    "no answer": (lambda: graph(W, spectrum="yes"), "True or False"),
    "no graph": (lambda: ICAR(W), "takes a graph first"),
    "a negative scale": (lambda: ICAR(graph(W), -1.0), "scale must be positive"),
    "no scale": (lambda: ICAR(graph(W), ppl.HalfNormal(1)), "the parameter `scale`"),
    "alpha beyond 1": (lambda: CAR(graph(W), 1.5, 1.0), "alpha must be"),
    "areas without neighbours": (lambda: CAR(GRAPHS["two parts and single areas"](), 0.5, 1.0), "area 8, which has no neighbours"),
    "no eigenvalues": (lambda: CAR(graph(W, spectrum=False), 0.5, 1.0), "takes eigenvalues"),
    "a location of another length": (lambda: CAR(graph(W), 0.5, 1.0, np.zeros(3)).sample(), "5 areas and a `loc`"),
    "another number of areas": (lambda: ppl.model(lambda: ppl.sample("x", ICAR(graph(W)), shape=7)).bind(), "has shape"),
    "a weight for each area": (lambda: ICAR(graph(W)).noncentered(weight=np.ones(N) * 0.5), "is one number"),
    "data off the sums": (lambda: ppl.model(lambda: ppl.sample("x", ICAR(graph(W)), obs=LOC)).bind(), "sum_to_zero in each connected part"),
    "no cdf": (lambda: ICAR(graph(W)).cdf(LOC), "no cdf"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said(name):
    run, text = WRONG[name]
    with pytest.raises(LlbayesError, match=text) as caught:
        run()
    assert caught.value.position is not None and caught.value.position.file == __file__


# -- in models
@ppl.model
def areas(node1, node2, n, y):
    g = graph(node1, node2, n)
    s = ppl.sample("s", ppl.HalfNormal(1))
    u = ppl.sample("u", ICAR(g, s))
    total = u + ppl.sample("v", ICAR(g, s).noncentered()) + ppl.sample("w", ICAR(g, s).noncentered(weight=0.3))
    ppl.sample("soft", ICAR(g, s, centring=0.1).noncentered())
    ppl.sample("y", ppl.Poisson(log_rate=total / np.sqrt(g.scaling())), obs=y)


@ppl.model
def proper_areas(g, y):
    s, alpha = ppl.sample("s", ppl.HalfNormal(1)), ppl.sample("alpha", ppl.Uniform(0, 1))
    v = ppl.sample("v", CAR(g, alpha, 1 / s**2, ppl.sample("m", ppl.Normal(0, 1))))
    w = ppl.sample("w", CAR(g, alpha, 1 / s**2, 0.3).noncentered())
    x = ppl.sample("x", CAR(g, alpha, 1 / s**2, 0.3).noncentered(weight=0.4))
    ppl.sample("y", ppl.Poisson(log_rate=v + w + x), obs=y)


MODELS = {
    "intrinsic": lambda: areas.bind(node1=PARTS1, node2=PARTS2, n=10, y=np.arange(10) % 3),
    "proper": lambda: proper_areas.bind(g=graph(W), y=np.arange(5) % 3),
}


@pytest.mark.parametrize("name", MODELS)
def test_in_a_model(name):
    """Machine code is CPython, gradients are differences, coordinates go both ways, and non-centred sites have the density of centred ones."""
    p = MODELS[name]()
    z = 0.3 * np.random.default_rng(1).normal(size=p.dim)
    value, gradient = p.value_and_grad(z)
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-10)
    expected = [(p.interpreted_log_density(z + 1e-6 * e) - p.interpreted_log_density(z - 1e-6 * e)) / 2e-6 for e in np.eye(p.dim)]
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(p.unconstrain(p.constrain(z)), z, rtol=1e-9, atol=1e-11)
    found, sites = p.constrain(z), p.interpret(z).sites
    laws = SITES[name](found)
    for site in laws:
        scale, d = found["s"], laws[site]
        moved = p.binding.sites[site].size * np.log(scale) * (p.binding.sites[site].dist.weight or 1.0)
        assert sites[site].log_density == pytest.approx(float(d.logpdf(found[site])) + moved, rel=1e-9), site


SITES = {                                                       # of non-centred sites the centred laws
    "intrinsic": lambda v: {"v": ICAR(GRAPHS["two parts and single areas"](), v["s"]), "w": ICAR(GRAPHS["two parts and single areas"](), v["s"]),
                                "soft": ICAR(GRAPHS["two parts and single areas"](), v["s"], centring=0.1)},
    "proper": lambda v: {"w": CAR(graph(W), v["alpha"], v["s"] ** -2, 0.3), "x": CAR(graph(W), v["alpha"], v["s"] ** -2, 0.3)},
}  # fmt: skip


def test_prior_draws_sum_to_zero():
    drawn = ppl.prior_predictive(MODELS["intrinsic"](), draws=50, seed=1)["prior"]
    for name in ("u", "v", "w"):
        x = drawn[name].values
        assert np.abs(x[..., :5].sum(axis=-1)).max() < 1e-12 and np.abs(x[..., 5:8].sum(axis=-1)).max() < 1e-12 and np.abs(x[..., 8:]).min() > 0


def test_draws_in_machine_code_are_those_of_cpython():
    g = GRAPHS["two parts and single areas"]()
    few = ICAR(g, 0.5).sample(3, seed=7)
    many = ICAR(g, 0.5).sample(400, seed=7)                    # enough to be compiled
    np.testing.assert_allclose(many[:3], few, atol=1e-10)


def test_a_small_scale_makes_no_funnel():
    """Coordinates of a non-centred field have the same widths, whatever its scale."""
    def at(s):
        return lambda u: np.sum(ICAR(graph(W), s).noncentered().standard_density(u))

    u = ICAR(graph(W)).sample(seed=1)
    assert at(1e-6)(u) == pytest.approx(at(1.0)(u))


def test_densities_outside_of_models_are_differentiated():
    g, x = graph(W), ICAR(graph(W)).sample(seed=1)
    f = lambda t: ICAR(g, t[0]).logpdf(x) + CAR(g, t[1], t[2], t[3]).logpdf(x)  # noqa: E731
    at = np.array([0.7, 0.4, 2.0, 0.1])
    expected = [(f(at + 1e-6 * e) - f(at - 1e-6 * e)) / 2e-6 for e in np.eye(4)]
    np.testing.assert_allclose(ad.grad(f)(at), expected, rtol=1e-6)
