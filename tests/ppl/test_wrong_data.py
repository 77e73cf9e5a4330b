"""Mistakes in data: one message each, at the user's line, with all problems and a way out, and no file of llbayes in it."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import DataError, LlbayesError
from llbayes.ppl import Beta, Binomial, Categorical, LogNormal, Normal, interval
from llbayes.ppl.inputs.json_file import read_json

X, Y = np.arange(1.0, 6.0), np.array([1.1, 1.9, 3.2, 3.9, 5.1])


@ppl.model
def line(x, y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a * x, 1), obs=y)


@ppl.model
def grouped(g, J, y):
    u = ppl.sample("u", Normal(0, 1), shape=J)
    ppl.sample("y", Normal(u[g], 1), obs=y)


@ppl.model
def labelled(y):
    a = ppl.sample("a", Normal(0, 1), dims="row")
    ppl.sample("y", Normal(a, 1), obs=y, dims="row")


def with_bad(values, k, v):
    a = np.array(values, float)
    a[k] = v
    return a


DATA = [
    (lambda: line.bind(x=X[:4], y=Y), ["`y` has shape (5,)", "(4,)", "never broadcasts"]),
    (lambda: line.bind(x=X, yy=Y), ["2 problems", "`yy` is not an argument", "`x`, `y`", "`y` is missing"]),
    (lambda: line.bind(x=with_bad(X, 1, np.nan), y=with_bad(Y, 2, np.inf)), ["2 problems", "`x`: 1 of 5", "nan", "`y`: 1 of 5", "where="]),
    (lambda: line.bind(x=X, y=np.ma.masked_array(Y, mask=[0, 1, 0, 0, 0])), ["1 values are masked", "where="]),
    (lambda: line.bind(x=[[1, 2], [3]], y=Y), ["`x`: its rows have different lengths"]),
    (lambda: line.bind(x=list("abcde"), y=Y), ["not numbers", "np.unique"]),
    (lambda: line.bind(x=np.array([1, 2, 3, 4, 5], dtype=object), y=Y), ["Python objects", ".astype(float)"]),
    (lambda: line.bind(x=np.array([1, 2, 3, 4, 2**63], np.uint64), y=Y), ["beyond 64 bits"]),
    (lambda: line.bind(x=[2**70, 1, 2, 3, 4], y=Y), ["beyond 64 bits"]),
    (lambda: line.bind(x=np.arange("2020-01", "2020-06", dtype="datetime64[M]"), y=Y), ["not numbers", "unit of time"]),
    (lambda: line.bind(x=X + 0j, y=Y), ["complex128", "real and imaginary"]),
    (lambda: line.bind(X, Y), ["bound by name", "line.bind(x=…, y=…)"]),
    (lambda: line.bind(x=X, y=Y[:, None]), ["`y` has shape (5, 1)"]),
    (lambda: grouped.bind(g=np.array([1, 1, 2, 2, 3]), J=3, y=Y), ["out of bounds", "base=1"]),
    (lambda: grouped.bind(g=np.array([0, 1, 2, -1, 0]), J=3, y=Y), ["negative", "base=1"]),
    (lambda: grouped.bind(g=np.array([0.0, 1, 2, 2, 1]), J=3, y=Y), ["integer", "ppl.Int"]),
    (lambda: labelled.bind(y=Y, coords={"row": list("abcd")}), ["dim `row` has size 5", "coords have 4 labels"]),
    (lambda: labelled.bind(y=Y, coords={"row": list("abca") + ["e"]}), ["coords of `row` hold a label twice"]),
    (lambda: labelled.bind(y=Y, coords={"row": 5}), ["coords of `row` must be a list", "range(5)"]),
    (lambda: labelled.bind(y=Y, coords=["row"]), ["coords must map dims to labels"]),
    (lambda: line.bind(x=[1, None, 3, 4, 5], y=Y), ["1 of 5 values are None", "where="]),
    (lambda: line.bind(x=X, y=Y, coords={"row": list("abcde")}), ["coords for `row`: no site has this dim"]),
]


@pytest.mark.parametrize(("bind", "fragments"), DATA)
def test_data(bind, fragments):
    refused(bind, fragments)


def refused(bind, fragments, kind=LlbayesError):
    with pytest.raises(kind) as e:
        bind()
    text = str(e.value)
    assert [f for f in fragments if f not in text] == [], text
    assert "test_wrong_data.py" in text
    assert not any(room in text for room in ("/ppl/model", "/ppl/check", "/ppl/data", "/ppl/interp", "/lang/calls", "/lang/python", "/lang/staging", "/site-packages"))


# ---- observations and data that are parameters of distributions: all problems in one message


@ppl.model
def many(y, k, n, c, sd, low):
    p = ppl.sample("p", Beta(1, 1))
    a = ppl.param("a", interval(low, 1), shape=3)
    ppl.sample("y", LogNormal(p, sd), obs=y)
    ppl.sample("k", Binomial(n, p), obs=k)
    ppl.sample("c", Categorical(np.array([0.2, 0.3, 0.5])), obs=c)
    ppl.sample("w", Normal(a, 1), obs=low)


def test_all_problems_of_the_data_come_at_once():
    data = {"y": np.array([1.0, 0.0]), "k": np.array([11, 3]), "n": 10, "c": np.array([1, 3]), "sd": np.array([1.0, -1.0])}
    fragments = [
        "5 problems",
        "`a`: the lower bound is not below the upper one in 1 of 3 values, the first (2.0) at [1]",
        "`y`: 1 of 2 values of the `sigma` of LogNormal(mu, sigma) are not positive, the first (-1.0) at [1]",
        "`y`: 1 of 2 values are outside the support (positive)",
        "`k`: 1 of 2 values are outside the support (counts up to n = 10)",
        "`c`: 1 of 2 values are outside the support (whole numbers from 0, below n = 3)",
    ]
    refused(lambda: many.bind(**data, low=np.array([0, 2, 0.5])), fragments, DataError)


def test_probabilities_that_are_data_must_be_probabilities():
    @ppl.model
    def categories(y, p):
        ppl.sample("a", Normal(0, 1))
        ppl.sample("y", Categorical(p), obs=y)

    refused(lambda: categories.bind(y=np.array([0, 1]), p=np.array([-0.5, 0.7, 0.8])), ["`p` of Categorical(p) are not simplex"], DataError)
    assert categories.bind(y=np.array([0, 1]), p=np.float32([0.1, 0.7, 0.2])).dim == 1


def test_files_that_are_not_json(tmp_path):
    (tmp_path / "data.json").write_text("{'x': 1}")
    with pytest.raises(DataError, match="is not a JSON file"):
        line.from_json(tmp_path / "data.json")


JSON = b'{"x": [1.0, 2.5e0, -3], "y": [0.1, 0.2, 0.3], "name": "caf\\u00e9 \xc3\xa9", "more": {"deep": [null, true, false]}}'
DEEP = b"[" * 100_000
VALUES = [b"null", b'"text"', b"{}", b"[]", b"[[1], [2, 3]]", b"NaN", b"[1, Infinity, 3]", b"1e999", b"9" * 5000, b"[1, 2, " + b"9" * 30 + b"]",
          b'[1, "2", 3]', b"[null, 1, 2]", b"[" * 90 + b"]" * 90, b"[" * 900 + b"]" * 900, b'{"a": [1, 2]}', b"[1, 2, [3]]", b"[{}, {}, {}]"]  # fmt: skip


def test_files_that_are_damaged(tmp_path):
    """Every prefix of a file, plain and compressed, and copies with another byte: what is no JSON is one error, which names the file."""
    packed = gzip.compress(JSON)
    files = [("d.json", JSON[:k]) for k in range(len(JSON))] + [("d.json", JSON[:k] + bytes([b]) + JSON[k + 1:]) for k in range(len(JSON)) for b in (0, 255, 93)]
    files += [("d.json.gz", packed[:k]) for k in range(len(packed))] + [("d.json.gz", packed[:k] + bytes([packed[k] ^ 255]) + packed[k + 1:]) for k in range(len(packed))]
    files += [("d.json", DEEP), ("d.json", b'{"x": ' + DEEP), ("d.json.gz", gzip.compress(DEEP)), ("d.json.gz", JSON), ("d.json", packed), ("d.json", b"[1, 2]"), ("d.json", b"1" * 5000)]
    for name, content in files:
        (tmp_path / name).write_bytes(content)
        try:
            read_json(tmp_path / name)
        except DataError as e:
            assert name in str(e)


@pytest.mark.parametrize("value", VALUES, ids=lambda v: v[:12].decode())
def test_values_that_are_no_data(value, tmp_path):
    (tmp_path / "d.json").write_bytes(b'{"x": ' + value + b', "y": [0.1, 0.2, 0.3]}')
    with pytest.raises(LlbayesError):
        line.from_json(tmp_path / "d.json")


def test_a_mask_must_have_the_shape_of_its_observations():
    @ppl.model
    def masked(y, exists):
        ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y, where=exists)

    refused(lambda: masked.bind(y=Y, exists=np.array([True, False])), ["where= of `y` has shape (2,)", "(5,)"], DataError)
