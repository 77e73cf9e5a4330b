"""Labels that data bring along: the index and columns of pandas, coordinates of xarray, categories; by the dims that the source names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from llbayes import ppl, results
from llbayes.ir.errors import DataError
from llbayes.ppl import Normal, Real

ROWS = pd.DataFrame({"county": ["A", "B", "A", "C"], "x": [1.0, 2, 3, 4], "y": [0.1, 0.2, 0.3, 0.4]}, index=["r1", "r2", "r3", "r4"])
DAYS = pd.date_range("2020-01-01", periods=3)
CUBE = xr.DataArray(np.arange(6.0).reshape(2, 3), dims=("country", "day"), coords={"country": ["x", "y"], "day": DAYS})


@ppl.model
def rows(county, x: Real["row"], y):
    a = ppl.sample("a", Normal(0, 1), dims="county")
    ppl.sample("y", Normal(a[county] + x, 1), obs=y, dims="row")


@ppl.model
def table(df, y):
    a = ppl.sample("a", Normal(0, 1), dims="county")
    ppl.sample("y", Normal(a[df["county"]] + df["x"], 1), obs=y, dims="row")


@ppl.model
def panel(y: Real["day", "country"]):
    a = ppl.sample("a", Normal(0, 1), dims="country")
    ppl.sample("y", Normal(a, 1), obs=y, dims=("day", "country"))


def test_series_bring_their_index_and_categories():
    posterior = rows.bind(county=ROWS.county.astype("category"), x=ROWS.x, y=ROWS.y)
    assert posterior.coords["county"].tolist() == ["A", "B", "C"] and posterior.coords["row"].tolist() == list(ROWS.index)
    plain = rows.bind(county=[0, 1, 0, 2], x=ROWS.x.to_numpy(), y=ROWS.y.to_numpy(), coords={"county": ["A", "B", "C"]})
    z = np.array([0.3, -0.2, 1.0])
    assert posterior.log_density(z) == plain.log_density(z)
    tree = ppl.prior_predictive(posterior, 3, seed=1)
    assert tree.prior["a"].coords["county"].values.tolist() == ["A", "B", "C"]


def test_a_bare_categorical_and_columns_of_a_table():
    assert rows.bind(county=pd.Categorical(ROWS.county), x=ROWS.x.to_numpy(), y=ROWS.y.to_numpy()).coords["county"].tolist() == ["A", "B", "C"]
    posterior = table.bind(df=ROWS.assign(county=ROWS.county.astype("category"))[["county", "x"]], y=ROWS.y)
    assert posterior.coords["county"].tolist() == ["A", "B", "C"] and posterior.coords["row"].tolist() == list(ROWS.index)


def test_arrays_of_xarray_are_put_into_the_order_of_the_dims():
    posterior = panel.bind(y=CUBE)
    assert posterior.coords["country"].tolist() == ["x", "y"] and len(posterior.coords["day"]) == 3
    np.testing.assert_array_equal(posterior.observed["y"], CUBE.values.T)


def test_a_matrix_of_pandas_brings_rows_and_columns():
    frame = pd.DataFrame(CUBE.values.T, index=DAYS, columns=["x", "y"])
    assert panel.bind(y=frame).coords["country"].tolist() == ["x", "y"] and len(panel.bind(y=frame).coords["day"]) == 3


def test_coords_that_are_given_count_more_and_numbers_of_rows_are_no_labels():
    frame = pd.DataFrame(CUBE.values.T, columns=["x", "y"])
    posterior = panel.bind(y=frame, coords={"country": ["X", "Y"]})
    assert posterior.coords["country"].tolist() == ["X", "Y"] and "day" not in posterior.coords


def test_an_index_that_names_nothing_is_none():
    twice = ROWS.set_axis(["a", "a", "b", "b"])
    assert "row" not in rows.bind(county=[0, 1, 0, 2], x=twice.x, y=twice.y, coords={"county": ["A", "B", "C"]}).coords


def test_an_index_of_other_dims_is_left_alone():
    @ppl.model
    def plain(x, y):
        ppl.sample("y", Normal(x * ppl.sample("b", Normal(0, 1)), 1), obs=y)

    assert plain.bind(x=ROWS.x[::-1], y=ROWS.y).coords == {}


def test_rows_in_another_order_are_refused():
    with pytest.raises(DataError) as caught:
        rows.bind(county=[0, 1, 0, 2], x=ROWS.x[::-1], y=ROWS.y, coords={"county": ["A", "B", "C"]})
    text = str(caught.value)
    assert "`x` and `y` bring other labels along `row`: 'r4', 'r3'" in text and "reindex" in text and caught.value.position.file == __file__


def test_categories_that_are_missing_are_refused():
    with pytest.raises(DataError, match="`county`: 1 of 4 categories are missing; leave such rows out"):
        rows.bind(county=pd.Categorical(["A", None, "B", "C"]), x=ROWS.x, y=ROWS.y)


def test_results_have_the_labels():
    posterior = panel.bind(y=CUBE)
    values = posterior.constrain(np.zeros((1, 2, 2)))
    tree = ppl.log_likelihood(posterior, results.from_groups({"posterior": values}, coords=posterior.coords, dims={"a": ["country"]}))
    assert tree.log_likelihood["y"].dims == ("chain", "draw", "day", "country")
    assert tree.log_likelihood["y"].sel(country="y", day="2020-01-02").shape == (1, 2)
