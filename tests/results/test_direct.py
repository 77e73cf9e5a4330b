"""Labelled arrays are written without xarray so that it reads what it would have written itself."""
import numpy as np
import pytest
import xarray

from llbayes import results
from llbayes.results import direct

RNG = np.random.default_rng(1)
DRAWS = {"mu": RNG.normal(size=(2, 5)), "theta": RNG.normal(size=(2, 5, 3)).astype(np.float32), "k": np.arange(10).reshape(2, 5), "none": np.zeros((2, 5, 0))}
STATS = {"diverging": np.arange(10).reshape(2, 5) % 3 == 0, "lp": np.full((2, 5), -np.inf), "n_steps": np.arange(10, dtype=np.uint8).reshape(2, 5)}
DATA = {"y": np.array([1.0, np.nan, 3.0]), "word": np.array(["ab", "", "ü"]), "n": np.array(3), "flag": np.array(True)}
COORDS = {"school": ["a", "bé", "a longer one"], "t": [0.5, 1.0, np.inf], "chain": [0, 2], "on": [True, False, True]}
FACTS = {"seed": 3, "share": 0.5, "text": "naïve", "settings": {"a": [1, 2]}, "large": 2**70, "no": None}


def groups(**more):
    arrays = {"posterior": DRAWS, "sample_stats": STATS, "observed_data": DATA | more, "posterior_rest": {"chain": np.zeros(2, int)}}
    dims = {"theta": ("school",), "y": ("t",), "word": ("school",), "chain": ("rest",)}
    return results.labelled(arrays, coords=COORDS, dims=dims, attributes=FACTS)


def read(path):
    with xarray.open_datatree(path) as tree:
        return {node.path: node.to_dataset().load() for node in tree.subtree}


def test_what_xarray_reads_is_what_it_wrote(tmp_path):
    plain = groups()
    assert direct.is_direct(plain)
    ours, theirs = (results.to_netcdf(given, tmp_path / name) for given, name in ((plain, "ours.nc"), (results.as_tree(plain), "theirs.nc")))
    mine, right = read(ours), read(theirs)
    assert mine.keys() == right.keys()
    for name, data in right.items():
        xarray.testing.assert_identical(mine[name], data)
        assert {n: (v.dtype, v.encoding.get("zlib"), v.encoding.get("_FillValue") is None) for n, v in mine[name].variables.items()} == \
            {n: (v.dtype, v.encoding.get("zlib"), v.encoding.get("_FillValue") is None) for n, v in data.variables.items()}


@pytest.mark.parametrize("more", [{"day": np.array(["2020-01-01"], "datetime64[D]")}, {"what": np.array([{}, None], object)}, {"a/b": np.zeros(2)}, {"t": np.zeros(2)}], ids=str)
def test_what_is_not_written_here_is_left_to_xarray(more):
    assert not direct.is_direct(groups(**more))


def test_axes_of_one_name_and_two_lengths():
    assert not direct.is_direct(results.labelled({"observed_data": {"a": np.zeros(2), "b": np.zeros(3)}}, dims={"a": ("i",), "b": ("i",)}))


def test_dates_go_through_xarray(tmp_path):
    days = results.labelled({"posterior": DRAWS}, coords={"school": np.array(["2020-01-01", "2020-01-02", "2020-01-03"], "datetime64[ns]")}, dims={"theta": ("school",)})
    assert read(results.to_netcdf(days, tmp_path / "days.nc"))["/posterior"].school.dtype.kind == "M"
