"""What a program writes: checks of declared constraints, generated quantities of a run with draws of their own, columns and metrics in Stan's order."""
import warnings

import numpy as np
import pytest

from llbayes import ppl, results, stan
from llbayes.results import Adaptation, PlainGroups
from llbayes.stan.outputs import coordinates, written

CHECKED = """
data { real top; }
parameters { real a; real b; }
transformed parameters {
  tuple(real<lower=-3>, vector[2]) t = (a, [a, b]');
  array[2] tuple(real<upper=4>, real) u = {(b, 1), (b + 1, 2)};
}
model { a ~ normal(0, 1); b ~ normal(0, 1); }
generated quantities {
  real<upper=top> low = a; int<lower=0> k = 3; vector[2] v = [a, b]';
  tuple(int, real<lower=-5>) p = (1, a + b);
}
"""


@pytest.fixture(scope="module")
def checked():
    return stan.model(text=CHECKED, name="checked").bind(top=1.0)


@pytest.mark.parametrize("z, inside", [((0.5, 0.5), True), ((-3.5, 0.5), False), ((0.5, 3.5), False), ((-2.9, 2.9), True)])
def test_parts_of_tuples_are_checked_where_parameters_are_transformed(checked, z, inside):
    """As stanc 2.35 writes the checks: of each part, at the end of the block."""
    assert np.isfinite(checked.log_density(z)) == inside == np.isfinite(checked.interpret(z).log_density)


def test_all_generated_quantities_of_a_draw_are_nan_where_a_check_fails(checked):
    """CmdStan writes nan then, and goes on; the density knows nothing of it."""
    checked.gave_up()
    z = np.array([[0.5, 0.2], [1.5, 0.2], [0.9, -1.0], [-2.5, -2.9]])
    found = checked.constrain(z)
    fails = np.array([False, True, False, True])
    for name in ("low", "k", "v", "p.1", "p.2"):
        assert np.array_equal(np.isnan(found[name]).reshape(4, -1).all(axis=1), fails) and np.isfinite(found[name][~fails]).all(), name
    assert np.isfinite(found["t.1"]).all() and np.array_equal(found["a"], z[:, 0])
    said = checked.gave_up()
    assert len(said) == 2 and "`low` is above its upper bound" in said[0] and "`p.2` is below its lower bound" in said[1] and not checked.gave_up()
    record = checked.interpret(z[1])
    assert np.isfinite(record.log_density) and np.isnan(record.sites["k"].value) and record.sites["a"].value == 1.5


def test_a_check_of_a_draw_leaves_quantities_that_do_not_depend_on_it():
    model = stan.model(text="parameters { real a; } model { a ~ normal(0, 1); } generated quantities { real twice = 2 * a; real<lower=0> e = normal_rng(0, 1); }",
                       name="half")  # fmt: skip
    posterior = model.bind()
    z = np.linspace(-1, 1, 200)[:, None]
    assert np.array_equal(posterior.constrain(z)["twice"], 2 * z[:, 0]) and not posterior.gave_up()
    tree = results.from_groups({"posterior": {"a": z[None, :, 0]}})
    with pytest.warns(UserWarning, match="nan in .* draws, where their block gave up"):
        drawn = ppl.posterior_predictive(posterior, tree, seed=1).posterior_predictive["e"].values
    assert 60 < np.isnan(drawn).sum() < 140 and np.nanmin(drawn) > 0


DRAWN = """
data { int N; }
parameters { matrix[2, 3] M; tuple(real<lower=0>, matrix[2, 2]) t; real b; real<lower=b> a; }
transformed parameters { array[2] tuple(real, vector[2]) u = {(1, [b, a]'), (a, [b, b]')}; }
model { to_vector(M) ~ normal(0, 1); a ~ normal(0, 1); b ~ normal(0, 1); t.1 ~ exponential(1); to_vector(t.2) ~ normal(0, 1); }
generated quantities {
  array[N] int y_rep = poisson_rng(rep_vector(exp(b), N)); real largest = max(y_rep); real twice = 2 * a;
  tuple(int, array[2] real) q = (poisson_rng(3), {normal_rng(b, 1e-9), a}); real<upper=2> e = normal_rng(b, 1);
}
"""
WRITTEN = [
    "M.1.1", "M.2.1", "M.1.2", "M.2.2", "M.1.3", "M.2.3", "t:1", "t:2.1.1", "t:2.2.1", "t:2.1.2", "t:2.2.2", "b", "a", "u.1:1", "u.1:2.1", "u.1:2.2", "u.2:1",
    "u.2:2.1", "u.2:2.2", "y_rep.1", "y_rep.2", "largest", "twice", "q:1", "q:2.1", "q:2.2", "e",
]  # fmt: skip


def run(posterior, chains, seed=5):
    """A run as a sampler makes it, of points that are no draws."""
    z = np.random.default_rng(1).standard_normal((3, 50, posterior.dim))[:chains]
    attributes, metric = {"seed": seed}, np.arange(float(posterior.dim))
    made = results.labelled({"posterior": posterior.constrain(z), "sample_stats": {"lp": z.sum(-1)}}, attributes=attributes)
    return PlainGroups(made.groups, attributes, (Adaptation(0.5, metric), Adaptation(0.5, np.add.outer(metric, 100 * metric)))[:chains])


@pytest.fixture(scope="module")
def drawn():
    return stan.model(text=DRAWN, name="drawn").bind(N=2)


def whole(posterior, chains, seed=5):
    """That run with all that the program writes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return written(posterior.model.program, posterior, run(posterior, chains, seed))


def test_columns_and_draws(drawn):
    found = whole(drawn, 2)
    assert [c.name for c in found.columns] == WRITTEN
    values = {c.name: found.groups["posterior" if c.variable in found.groups["posterior"] else "posterior_predictive"][c.variable].values[(..., *c.place)]
              for c in found.columns}  # fmt: skip
    assert sorted(found.groups["posterior_predictive"]) == ["e", "largest", "q.1", "q.2", "y_rep"]
    fine = ~np.isnan(values["e"])
    assert 0 < (~fine).sum() < 50 and all(np.array_equal(~np.isnan(values[name]), fine) for name in WRITTEN[-8:])
    assert np.array_equal(np.maximum(values["y_rep.1"], values["y_rep.2"])[fine], values["largest"][fine])
    assert np.allclose(values["q:2.1"][fine], values["b"][fine], atol=1e-7) and np.array_equal(values["q:2.2"][fine], values["a"][fine])
    assert np.array_equal(values["twice"][fine], 2 * values["a"][fine]) and np.array_equal(values["u.2:2.2"], values["b"])


def test_a_chain_draws_by_its_number_and_the_seed(drawn):
    one, two, other = (whole(drawn, chains, seed).groups["posterior_predictive"]["q.1"].values for chains, seed in ((1, 5), (2, 5), (1, 6)))
    assert np.array_equal(one[0], two[0], equal_nan=True) and not np.array_equal(two[0], two[1], equal_nan=True)
    assert not np.array_equal(one, other, equal_nan=True)


def test_metrics_are_in_the_order_of_stans_free_values(drawn):
    order, names = coordinates(drawn.model.program, drawn), drawn.unconstrained_names
    assert [names[k] for k in order] == ["M[0,0]", "M[1,0]", "M[0,1]", "M[1,1]", "M[0,2]", "M[1,2]", "t.1", "t.2[0,0]", "t.2[1,0]", "t.2[0,1]", "t.2[1,1]", "b", "a"]
    diagonal, dense = (one.inverse_metric for one in whole(drawn, 2).adapted)
    assert np.array_equal(diagonal, order) and np.array_equal(dense, np.add.outer(1.0 * order, 100.0 * order))


def test_a_program_that_only_draws_is_written(drawn):
    posterior = stan.model(text="generated quantities { real x = normal_rng(0, 1); int k = 2; }", name="only").bind()
    found = whole(posterior, 2)
    assert [c.name for c in found.columns] == ["x", "k"] and found.groups["posterior_predictive"]["x"].values.shape == (2, 50)


def test_what_was_not_kept_is_left_out(drawn):
    given = run(drawn, 1)
    few = PlainGroups({**given.groups, "posterior": {name: given.groups["posterior"][name] for name in ("b", "twice")}}, given.attributes, given.adapted)
    assert [c.name for c in written(drawn.model.program, drawn, few).columns] == ["b", "twice"]
