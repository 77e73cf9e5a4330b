"""Labels that new data bring are those of their numbers: a prediction, or a model bound to other data, follows labels, or asks for what it cannot know."""

from __future__ import annotations

import functools
import re

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from llbayes import ppl, results
from llbayes.ir.errors import DataError
from llbayes.ppl import HalfNormal, Int, Normal, Real

GROUPS, COLUMNS, ROWS = ["a", "b", "c"], ["p", "q", "r"], ["i1", "i2", "i3", "i4", "i5"]
EFFECT, SLOPE = np.array([10.0, 20.0, 30.0]), np.array([1.0, 10.0, 100.0])
TABLE = pd.DataFrame(np.arange(15.0).reshape(5, 3), index=ROWS, columns=COLUMNS)


@ppl.model
def groups(g: Int["row"], y: Real["row"], z):
    u = ppl.sample("u", Normal(z, 0.5), dims="g")
    ppl.sample("y", Normal(u[g], 1e-6), obs=y, dims="row")
    ppl.deterministic("level", u + 0 * z, dims="g")


@ppl.model
def columns(X: Real["row", "col"], y: Real["row"]):
    b = ppl.sample("b", Normal(0, 1), dims="col")
    ppl.sample("y", Normal(X @ b, 1e-6), obs=y, dims="row")


@functools.cache
def fitted():
    """Both models, and trees that know the groups and the columns by label."""
    of_groups = groups.bind(g=pd.Categorical(["a", "b", "c", "a", "b"]), y=np.zeros(5), z=np.zeros(3))
    of_columns = columns.bind(X=TABLE, y=pd.Series(np.zeros(5), index=ROWS))
    trees = {"u": (EFFECT, ["g"], {"g": GROUPS}), "b": (SLOPE, ["col"], {"col": COLUMNS})}
    made = [results.from_groups({"posterior": {n: np.tile(v, (1, 2, 1))}}, coords=c, dims={n: d}) for n, (v, d, c) in trees.items()]
    return of_groups, of_columns, *made


def predicted(posterior, tree, site="y", **changes):
    """The predictions at the first draw, which is as good as any."""
    found = ppl.predict(posterior, tree, seed=1, **changes).predictions[site]
    return found.isel(chain=0, draw=0)


CATEGORIES = [                                   # what is new of the groups, and the groups of the rows
    (["c"], None),
    (["c", "b"], None),
    (["c", "b"], ["c", "b", "a"]),
    (["a", "a", "c"], ["c", "x", "a"]),
    (["b"], ["b", "x", "y", "a"]),
    (["a", "b", "c", "b"], ["b", "c", "a"]),
]


@pytest.mark.parametrize(("rows", "categories"), CATEGORIES)
@pytest.mark.parametrize("series", [False, True])
def test_categories_are_groups_by_their_names(rows, categories, series):
    posterior, _, tree, _ = fitted()
    g = pd.Categorical(rows, categories=categories)
    y = predicted(posterior, tree, data={"g": pd.Series(g) if series else g})
    np.testing.assert_allclose(y, EFFECT[[GROUPS.index(r) for r in rows]], atol=1e-3)


def test_categories_of_a_table_and_categories_under_coords():
    @ppl.model
    def of_table(df, y):
        u = ppl.sample("u", Normal(0, 1), dims="g")
        ppl.sample("y", Normal(u[df["g"]], 1e-6), obs=y)

    posterior = of_table.bind(df=pd.DataFrame({"g": pd.Categorical(GROUPS)}), y=np.zeros(3))
    tree = fitted()[2]
    np.testing.assert_allclose(predicted(posterior, tree, data={"df": pd.DataFrame({"g": pd.Categorical(["c", "a"], categories=["c", "a"])})}), [30, 10], atol=1e-3)
    given = of_table.bind(df=pd.DataFrame({"g": pd.Categorical(["a", "c", "c"])}), y=np.zeros(3), coords={"g": ["c", "b", "a"]})
    assert np.asarray(given.binding.data["df"]["g"]).tolist() == [2, 0, 0]
    renamed = of_table.bind(df=pd.DataFrame({"g": pd.Categorical(["a", "c", "c"])}), y=np.zeros(3), coords={"g": ["A", "C"]})
    assert np.asarray(renamed.binding.data["df"]["g"]).tolist() == [0, 1, 1]


def test_new_groups_stand_beside_known_ones_with_data_in_their_order():
    posterior, _, tree, _ = fitted()
    with pytest.warns(UserWarning, match="`u` of n"):
        y = predicted(posterior, tree, data={"g": pd.Categorical(["n", "c"], categories=["n", "c"]), "z": np.array([1000.0, 0.0])})
    assert abs(y[0] - 1000) < 5 and abs(y[1] - 30) < 1e-3
    with pytest.warns(UserWarning, match="`u` of n"):
        level = predicted(posterior, tree, "level", data={"g": pd.Categorical(["n"]), "z": np.array([1000.0])})
    assert level.coords["g"].values.tolist() == ["n"]


NEW = TABLE.rename(index=lambda row: row + "n")[["r", "p", "q"]]
FRAMES = {
    "the same": TABLE,
    "columns in another order": NEW,
    "fewer": NEW[["q", "p"]],
    "xarray": xr.DataArray(NEW.to_numpy(), dims=("row", "col"), coords={"col": ["r", "p", "q"]}),
    "transposed": xr.DataArray(NEW.to_numpy().T, dims=("col", "row"), coords={"col": ["r", "p", "q"]}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_columns_are_those_of_their_names(name):
    _, posterior, _, tree = fitted()
    X = FRAMES[name]
    y = predicted(posterior, tree, data={"X": X})
    wide = X.transpose("row", "col").to_pandas() if isinstance(X, xr.DataArray) else X
    np.testing.assert_allclose(y, sum(SLOPE[COLUMNS.index(c)] * wide[c] for c in wide.columns), atol=1e-3)


def test_a_column_that_is_new_has_its_prior():
    _, posterior, _, tree = fitted()
    with pytest.warns(UserWarning, match="`b` of s"):
        y = predicted(posterior, tree, data={"X": NEW.assign(s=0.0)})
    np.testing.assert_allclose(y, TABLE.to_numpy() @ SLOPE, atol=1e-3)


def test_what_stays_is_put_beside_its_own_labels():
    _, posterior, _, _ = fitted()
    z = np.array([0.3, -0.2, 1.0])
    for X in (TABLE[["r", "p", "q"]], TABLE[::-1], TABLE.loc[::-1, ["q", "p", "r"]]):
        again = posterior.rebind(X=X)
        order = [COLUMNS.index(c) for c in again.coords["col"]]
        assert again.log_density(z[order]) == pytest.approx(posterior.log_density(z), rel=1e-12)
    both = posterior.rebind(X=TABLE[::-1], y=pd.Series(np.arange(5.0), index=ROWS)[::-1])
    assert both.observed["y"][both.coords["row"].tolist().index("i5")] == 4.0
    plain = posterior.rebind(X=NEW, y=np.arange(5.0))            # all of it is new: so are the labels
    assert plain.coords["row"].tolist() == list(NEW.index) and plain.observed["y"].tolist() == [0, 1, 2, 3, 4]


def refusal(call):
    """What is said, without its line."""
    with pytest.raises(DataError) as caught:
        call()
    assert caught.value.position.file == __file__
    return re.sub(r"\s+", " ", str(caught.value))


def test_what_cannot_be_known_is_asked():
    of_groups, of_columns, tree, _ = fitted()
    said = refusal(lambda: of_columns.rebind(y=pd.Series(np.zeros(5), index=NEW.index)))
    assert "`X` is not given anew and lies along `row`, whose labels were 'i1', 'i2', 'i3', 'i4', … and are 'i1n'" in said
    said = refusal(lambda: ppl.predict(of_groups, tree, data={"g": pd.Categorical(["a", "b", "n"])}))
    assert "`z` is not given anew and may lie along `g`, whose labels were 'a', 'b', 'c' and are 'a', 'b', 'n': give it too" in said
    said = refusal(lambda: columns.bind(X=TABLE, y=np.zeros(5), coords={"col": ["q", "p", "r"]}))
    assert "`X` and coords have other labels along `col`: 'p', 'q', 'r' and 'q', 'p', 'r'" in said
    said = refusal(lambda: groups.bind(g=pd.Categorical(["a", "n"]), y=np.zeros(2), z=np.zeros(3), coords={"g": GROUPS}))
    assert "`g` has categories that are no labels of `g`: 'n'; labels are 'a', 'b', 'c'" in said


def test_numbers_of_rows_that_were_left_out_name_nothing_under_coords():
    kept = TABLE.set_axis(range(5))[[True, False, True, True, True]]
    assert columns.bind(X=kept, y=np.zeros(4), coords={"row": range(4)}).coords["row"].tolist() == [0, 1, 2, 3]


def test_models_inside_have_the_labels_of_data_too():
    @ppl.model
    def effects(index):
        sd = ppl.sample("sd", HalfNormal(1))
        return ppl.sample("u", Normal(0, sd), dims="state")[index]

    @ppl.model
    def poll(state, y):
        ppl.sample("y", Normal(ppl.submodel("s", effects, state), 1), obs=y)

    assert poll.bind(state=pd.Categorical(["x", "y", "x"]), y=np.zeros(3)).coords["state"].tolist() == ["x", "y"]
