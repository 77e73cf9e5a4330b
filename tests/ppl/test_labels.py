"""Labels of every kind: refused at binding by the dim's name with a remedy, or the same again from the netCDF file of a result."""
import datetime
import decimal
import enum

import numpy as np
import pandas as pd
import pytest

from llbayes import ppl, results
from llbayes.ir.errors import DataError, LlbayesError
from llbayes.ppl import Normal

DAYS = pd.date_range("2020-01-30", periods=2)
Level = enum.Enum("Level", ["low", "high"])
KEPT = {
    "texts": ["a", "b"], "a tuple": ("a", "b"), "no text": ["", "b"], "other letters": ["ä", "日本"], "long": ["x" * 3000, "b"], "slashes": ["a/b", "c d "],
    "NumPy's texts": np.array(["a", "b"]), "texts as objects": np.array(["a", "b"], object), "NumPy's strings": np.array(["a", "b"], np.dtypes.StringDType()),
    "NumPy's scalars": [np.str_("a"), np.str_("b")], "range": range(2), "large": [2**63 - 1, -(2**63)], "small integers": np.arange(2, dtype="i1"), "unsigned": np.array([0, 2**63], "u8"),
    "numbers": [0.5, 1], "halves": np.array([0.5, 1.5], "f2"), "singles": np.array([0.1, 1.5], "f4"), "long doubles": np.array([0.5, 1.5], np.longdouble), "infinite": [np.inf, 0.0],
    "truths": [True, False], "NumPy's truths": np.array([True, False]), "keys": {"a": 1, "b": 2}.keys(), "days": np.array(["2020-01-01", "2020-02-01"], "M8[D]"),
    "years": np.array(["2020", "2021"], "M8[Y]"), "moments": np.array(["2020-01-01T00:00:00.123456789", "2020"], "M8[ns]"), "an index of days": DAYS, "a list of days": list(DAYS),
    "days of Python": [datetime.date(2020, 1, 1), datetime.date(2020, 1, 2)], "times of Python": [datetime.datetime(2020, 1, 1, 1), datetime.datetime(2020, 1, 2)],
    "NumPy's times": [np.datetime64("2020-01-01T00:00:00.000000001"), np.datetime64("2020")], "spans": np.array([1, 2], "m8[D]"), "spans of pandas": pd.to_timedelta([1, 2], "h"),
    "spans of Python": [datetime.timedelta(1), datetime.timedelta(2)], "an index": pd.Index(["a", "b"]), "categories": pd.Categorical(["b", "a"]), "a column": pd.Series([3, 5]),
}  # fmt: skip
REFUSED = {
    "None": (["a", None], "None in 1 of 2"), "nan": ([1.0, np.nan], "nan in 1 of 2"), "nan beside texts": (["a", np.nan], "different types"), "NaT": (np.array(["NaT", "2020"], "M8[D]"), "NaT"),
    "NaT of pandas": ([pd.Timestamp(0), pd.NaT], "NaT"), "NA": (pd.array(["a", None], "string"), "NAType"), "levels": (pd.MultiIndex.from_product([["a"], [1, 2]]), "levels; join"),
    "tuples": ([("a", 1), ("b", 1)], "levels; join"), "a zone": (DAYS.tz_localize("CET"), "time zone"), "zones of Python": ([datetime.datetime(2020, 1, k, tzinfo=datetime.UTC) for k in (1, 2)], "time zone"),
    "periods": (pd.period_range("2020", periods=2, freq="M"), "Period"), "intervals": (pd.interval_range(0, 2), "Interval"), "twice": (["a", "a"], "label twice: 'a'"),
    "equal numbers": ([1, 1.0], "label twice: 1.0"), "a number and a text": ([1, "a"], "int and str"), "a truth and a number": ([True, 2], "bool and int"), "bytes": (np.array([b"a", b"b"]), "decode()"),
    "bytes of Python": ([b"a", b"b"], "bytes"), "a zero byte": (["a\0b", "c"], "'a\\x00b'"), "half a letter": (["a\ud800", "b"], "\\ud800"), "complex": ([1j, 2.0], "complex"),
    "beyond 64 bits": ([10**30, 1], "64 bits"), "decimals": ([decimal.Decimal(1), decimal.Decimal(2)], "Decimal"), "an Enum": (list(Level), "label.name"), "objects": ([object(), object()], "object values"),
    "records": (np.array([(1, 2.0), (3, 4.0)], "i4,f8"), "cannot keep"), "a text": ("ab", "list('ab')"), "a number": (2, "range(2)"), "a set": ({"a", "b"}, "sorted"), "a dict": ({"a": 1, "b": 2}, "list("),
    "a generator": ((k for k in "ab"), "list("), "nothing": (None, "leave the dim out"), "a matrix": (np.zeros((2, 2)), "shape (2, 2)"), "ragged": ([["a"], ["b", "c"]], "not of lists"),
    "long ago": (np.array(["0500", "2020"], "M8[Y]"), "64 bits"), "fine times": (np.array([1, 10**9], "M8[ps]"), "64 bits"), "months": (np.array([1, 2], "m8[M]"), "64 bits"),
    "fine times of pandas": ([pd.Timestamp(1), pd.Timestamp(2)], "finer"),
}  # fmt: skip


@ppl.model
def m(y):
    a = ppl.sample("a", Normal(0, 1), dims="group")
    ppl.sample("y", Normal(a, 1), obs=y, dims="group")


def bound(labels):
    return m.bind(y=np.zeros(2), coords={"group": labels})


@pytest.mark.parametrize("kind", KEPT)
def test_labels_come_back_from_the_file(kind, tmp_path):
    import xarray

    wanted = np.asarray(list(KEPT[kind]) if not hasattr(KEPT[kind], "dtype") else KEPT[kind])
    tree = results.build({"a": np.zeros((1, 2, 2))}, {}, coords=bound(KEPT[kind]).coords, dims={"a": ("group",)})
    with xarray.open_dataset(results.to_netcdf(tree, tmp_path / "o.nc"), group="posterior") as back:
        found = back.coords["group"].values
    assert len(found) == 2 and all(x == y for x, y in zip(found, wanted.astype(found.dtype), strict=True)), (found, wanted)


@pytest.mark.parametrize("kind", REFUSED)
def test_labels_that_a_file_cannot_keep_are_refused_with_a_remedy(kind):
    labels, says = REFUSED[kind]
    with pytest.raises(DataError, match="coords of `group` ") as caught:
        bound(labels)
    assert says in str(caught.value) and caught.value.position.file == __file__, str(caught.value)


@pytest.mark.parametrize(("coords", "says"), [({"grup": ["a", "b"]}, "did you mean `group`?"), ({"chain": ["a", "b"]}, "no site has this dim"), ({0: ["a", "b"]}, "no site has this dim"),
                                              ({"group": ["a", "b", "c"]}, "3 labels"), ([("group", ["a"])], "coords must map dims to labels")])
def test_coords_that_fit_no_dim_are_refused(coords, says):
    with pytest.raises(LlbayesError) as caught:
        m.bind(y=np.zeros(2), coords=coords)
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["-a", "a ", " a", "(x)", ".a", "$a", "[x]", "x" * 300])
def test_names_that_a_file_cannot_keep_are_refused(name):
    def site(y):
        ppl.sample("y", Normal(ppl.sample(name, Normal(0, 1)), 1), obs=y)

    def dim(y):
        ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1), dims=name, shape=2), 1), obs=y)

    for function in (site, dim):
        with pytest.raises(LlbayesError, match="begin with a letter|longer than 200 bytes"):
            ppl.model(function).bind(y=np.zeros(2))


@pytest.mark.parametrize("name", ["a.b", "a b", "ä", "1a", "_a", "a+b", "a'b", "x" * 200])
def test_other_names_are_kept(name, tmp_path):
    tree = results.build({name: np.zeros((1, 2, 2))}, {}, coords={name + "_": ["p", "q"]}, dims={name: (name + "_",)})
    assert results.to_netcdf(tree, tmp_path / "o.nc").exists()
