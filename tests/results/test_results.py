"""Results on whichever ArviZ is installed: building, adding groups, storing, and what a run is told about itself."""
import numpy as np
import pytest

from llbayes import results
from llbayes.results import convergence

RNG = np.random.default_rng(1)


@pytest.fixture
def tree():
    draws = {"mu": RNG.normal(size=(4, 500)), "theta": RNG.normal(size=(4, 500, 3))}
    stats = {"diverging": np.zeros((4, 500), bool), "tree_depth": np.full((4, 500), 3), "energy": RNG.normal(size=(4, 500))}
    return results.build(draws, stats, coords={"school": ["a", "b", "c"]}, dims={"theta": ("school",), "y": ("school",)},
                         observed={"y": np.arange(3.0)}, attributes={"settings": {"tune": 1000}, "seed": 1, "partial": True})


def test_groups_dims_coords_and_attributes(tree):
    assert set(results.group_names(tree)) == {"posterior", "sample_stats", "observed_data"}
    theta = tree["posterior"]["theta"]
    assert theta.dims == ("chain", "draw", "school") and list(theta.coords["school"].values) == ["a", "b", "c"]
    assert tree["observed_data"]["y"].dims == ("school",)
    assert tree["posterior"].attrs == {"settings": '{"tune": 1000}', "seed": 1, "partial": "true"}


@pytest.mark.parametrize("group", ["log_likelihood", "log_prior", "posterior_predictive"])
def test_groups_are_added_in_place_and_replaced(tree, group):
    for value in (1.0, 2.0):
        assert results.add_group(tree, group, {"y": np.full((4, 500, 3), value)}, dims={"y": ("school",)}) is tree
    assert group in results.group_names(tree) and float(tree[group]["y"].values.max()) == 2.0


def test_netcdf_comes_back(tree, tmp_path):
    import xarray

    path = results.to_netcdf(tree, tmp_path / "draws.nc")
    assert [p.name for p in tmp_path.iterdir()] == ["draws.nc"]
    with xarray.open_dataset(path, group="posterior") as back:
        np.testing.assert_array_equal(back["theta"].values, tree["posterior"]["theta"].values)


def test_a_failed_write_leaves_nothing(tree, tmp_path):
    (tmp_path / "draws.nc").mkdir()
    with pytest.raises(OSError):
        results.to_netcdf(tree, tmp_path / "draws.nc")
    assert [p.name for p in tmp_path.iterdir()] == ["draws.nc"]


def test_a_good_run_is_told_nothing(tree):
    assert results.diagnose(tree, max_depth=10) == []


def test_divergences_say_where_they_gather():
    tau = np.exp(RNG.normal(size=(4, 500)))
    stats = {"diverging": tau < np.quantile(tau, 0.03)}
    (text,) = results.diagnose(results.build({"tau": tau, "mu": RNG.normal(size=(4, 500))}, stats))
    assert "60 of 2,000" in text and "`tau`" in text and "target_accept" in text and "noncentered" not in text


def test_depth_energy_and_mixing_are_told():
    x = np.cumsum(RNG.normal(size=(4, 500)), axis=1) + 100 * np.arange(4)[:, None]
    energy = np.cumsum(RNG.normal(size=(4, 500)), axis=1)
    stats = {"diverging": np.zeros((4, 500), bool), "tree_depth": np.full((4, 500), 10), "energy": energy}
    says = "\n".join(results.diagnose(results.build({"x": x}, stats), max_depth=10))
    assert "max_depth" in says and "E-BFMI" in says and "R-hat of `x`" in says and "effective sample size of `x`" in says


def test_constant_entries_stay_out():
    draws = {"L": np.stack([np.ones((4, 500)), RNG.normal(size=(4, 500))], axis=-1)}
    assert results.diagnose(results.build(draws, {"diverging": np.zeros((4, 500), bool)})) == []


def test_the_worst_entry_is_the_one_that_its_ess_does_not_excuse():
    """An R-hat of 1.023 is noise at an ESS of 257, one of 1.013 a disagreement at 3975."""
    rng = np.random.default_rng(5)
    noisy = np.repeat(rng.normal(size=(4, 25)), 40, axis=1) * 0.8 + rng.normal(size=(4, 1000))
    apart = rng.normal(size=(4, 1000)) * np.array([1.0, 1.0, 1.0, 1.35])[:, None]
    rhat, ess = convergence.rhat_and_ess(np.stack([noisy, apart]))
    assert rhat[0] > rhat[1] > 1.01 and ess[0] < 400 and ess[1] > 1500
    says = results.diagnose(results.build({"noisy": noisy, "apart": apart}, {"diverging": np.zeros((4, 1000), bool)}))
    assert any(text.startswith("R-hat of `apart` is 1.0") for text in says)


def test_summary_has_a_row_an_entry(tree):
    text = results.summary_text(tree)
    assert len(text.splitlines()) == 5 and "theta[school=c]" in text
