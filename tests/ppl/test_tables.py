"""DataFrames as data: columns by attribute and key, all of them as a matrix, the same compiled and in CPython; what cannot be, is refused by name."""
from __future__ import annotations

import datetime
import pickle

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from scipy import sparse
from scipy.stats import norm

from llbayes import ppl
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import Normal
from llbayes.ppl.inputs.tables import taken

X, Y, G = np.array([1.0, 2.0, 4.0]), np.array([0.5, -1.0, 2.0]), np.array([0, 1, 1])
DF = pd.DataFrame({"x": X, "y": Y, "g": G})
MIXED = DF.assign(name=list("abc"), day=pd.date_range("2020", periods=3))
ALL = {"numbers": DF, "mixed": MIXED}


@ppl.model
def by_attribute(df):
    u = ppl.sample("u", Normal(0, 1), shape=2)
    ppl.sample("y", Normal(u[df.g] * df.x, 1), obs=df.y)


@ppl.model
def by_key(df):
    u = ppl.sample("u", Normal(0, 1), shape=2)
    ppl.sample("y", Normal(u[df["g"]] * df["x"].values, 1), obs=df["y"].to_numpy())


@ppl.model
def with_numpy(df):
    u = ppl.sample("u", Normal(0, 1), shape=2)
    n = len(df)
    ppl.sample("y", Normal(np.reshape(u[df.g] * df.x, n), np.ones(df.shape[0])), obs=df.y)


@pytest.mark.parametrize("table", ALL)
@pytest.mark.parametrize("model", [by_attribute, by_key, with_numpy], ids=lambda m: m.__name__)
def test_columns_are_arrays_of_their_own_types(model, table):
    posterior, z = model.bind(df=ALL[table]), np.array([0.3, -0.7])
    expected = norm.logpdf(z).sum() + norm.logpdf(Y, z[G] * X).sum()
    assert posterior.log_density(z) == pytest.approx(expected)
    assert posterior.interpret(z).log_density == pytest.approx(expected)
    assert posterior.observed["y"].tolist() == Y.tolist()


@ppl.model
def matrix(df, y):
    b = ppl.sample("b", Normal(0, 1), shape=2)
    ppl.sample("y", Normal(df[["x", "g"]] @ b + np.sum(df), 1), obs=y)


def test_a_table_of_numbers_is_a_matrix():
    posterior, z = matrix.bind(df=DF, y=Y), np.array([0.3, -0.7])
    expected = norm.logpdf(z).sum() + norm.logpdf(Y, np.column_stack([X, G]) @ z + np.sum(DF.to_numpy())).sum()
    assert posterior.log_density(z) == pytest.approx(expected) == posterior.interpret(z).log_density


def test_posteriors_of_tables_are_pickled():
    again = pickle.loads(pickle.dumps(by_key.bind(df=MIXED)))
    assert again.log_density(np.zeros(2)) == by_key.bind(df=MIXED).log_density(np.zeros(2))
    again = pickle.loads(pickle.dumps(by_key.bind(df=DF)))
    assert again.log_density(np.ones(2)) == by_key.bind(df=DF).log_density(np.ones(2))


def test_tables_are_bound_anew():
    other = DF.assign(y=Y + 1.0)
    assert by_attribute.bind(df=other).log_density(np.zeros(2)) == pytest.approx(2 * norm.logpdf(0) + norm.logpdf(Y + 1.0).sum())


class Polars:
    """What another library's table has."""

    columns = ("x", "y", "g")

    def __getitem__(self, name):
        return {"x": X, "y": Y, "g": G}[name]

    def __len__(self):
        return 3

    def __array__(self, *args):
        return np.column_stack([X, Y, G])


def test_tables_of_other_libraries_are_tables():
    assert by_attribute.bind(df=Polars()).log_density(np.zeros(2)) == by_attribute.bind(df=DF).log_density(np.zeros(2))


def refused(bind, *fragments, here=True):
    with pytest.raises(LlbayesError) as caught:
        bind()
    text = str(caught.value)
    assert not [f for f in fragments if f not in text], text
    assert "test_tables.py" in text and not any(word in text for word in ("/ppl/tables", "/ppl/data", "/site-packages", "has no attribute", "'Indexed'", "'Frame'")), text


def model_of(body):
    def function(df):
        ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=np.zeros(2) + 0.0 * np.sum(body(df)))

    return ppl.model(function)


WRONG = {
    "no such column": (DF, lambda df: df.z, "no column `z`", "`x`, `y`, `g`"),
    "no such key": (DF, lambda df: df["z"], "no column `z`", "`x`, `y`, `g`"),
    "text": (MIXED, lambda df: df.name, "the column `name`", "np.unique"),
    "dates": (MIXED, lambda df: df["day"], "the column `day`", "unit of time"),
    "rows": (DF, lambda df: df.loc[0], "rows and labels are chosen before"),
    "a mixed matrix": (MIXED, lambda df: np.exp(df), "no matrix", "`name`"),
    "a mixed product": (MIXED, lambda df: df @ np.ones(5), "column"),
    "rows of a mixed table": (MIXED, lambda df: df[0], "take its columns by name"),
    "a column of an array": (X, lambda df: df["x"], "`bind` takes DataFrames"),
    "an attribute of an array": (X, lambda df: df.x, "an array has no `x`"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_table_lacks_is_answered_at_its_line(name):
    data, body, *fragments = WRONG[name]
    refused(lambda: model_of(body).bind(df=data), *fragments)


NO_DATA = {
    "sparse matrix": (sparse.csr_matrix(np.eye(3)), "sparse", ".toarray()"),
    "sparse array": (sparse.coo_array(np.eye(3)), "sparse", ".toarray()"),
    "dataset": (xr.Dataset({"x": ("i", X)}), ".to_numpy()"),
    "set": ({1, 2}, "a set has no order"),
    "generator": ((x for x in X), "list("),
    "map": (map(float, X), "list("),
    "dates": ([datetime.date(2020, 1, 1)] * 2, "dates are not numbers", "unit of time"),
    "zones": (pd.Series(pd.date_range("2020", periods=2, tz="UTC")), "dates are not numbers"),
    "texts": (pd.Series(list("aab"), dtype=object), "np.unique"),
    "nan in a table": (DF.assign(x=[1.0, np.nan, 2.0]), "1 of 3 values are not finite"),
}


@pytest.mark.parametrize("name", NO_DATA)
def test_what_is_no_data_is_refused_by_name(name):
    data, *fragments = NO_DATA[name]
    refused(lambda: model_of(lambda df: 0.0).bind(df=data), "`df`", *fragments)


@pytest.mark.parametrize("data", [DF.x, xr.DataArray(X), pd.Series([1, 2, 3], dtype="Int64"), pd.Index(X), [1, 2, 3], range(3)], ids=lambda v: type(v).__name__)
def test_numbers_of_other_libraries_are_arrays(data):
    assert model_of(lambda df: df).bind(df=data).dim == 1


S = sparse.csr_matrix(np.eye(2))


@pytest.mark.parametrize(("body", "fragment"), [(lambda a: S @ (a * np.ones(2)), ".toarray()"), (lambda a: DF.x * a, ".to_numpy()"), (lambda a: DF @ (a * np.ones(3)), ".to_numpy()")])
def test_tables_from_around_a_model_are_answered(body, fragment):
    def function():
        a = ppl.sample("a", Normal(0, 1))
        ppl.factor("f", np.sum(body(a)))

    refused(lambda: ppl.model(function).bind(), fragment)


def test_taken_keeps_the_order_of_columns():
    assert list(taken(DF, np.asarray).columns) == ["x", "y", "g"]
