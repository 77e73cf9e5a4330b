"""Where chains start: every way to say it, and what cannot be a start, refused with the value, the site and the reason."""
import numpy as np
import pytest

from llbayes import ppl, samplers
from llbayes.ir.errors import LlbayesError, SamplingError
from llbayes.ppl import HalfNormal, Normal, Uniform
from llbayes.samplers.start import initial_points

QUIET = {"progress": False, "draws": 4, "tune": 0, "chains": 2, "seed": 1}
pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


@ppl.model
def model(y):
    a = ppl.sample("a", Normal(0, 1))
    s = ppl.sample("s", HalfNormal(1.0))
    ppl.sample("v", Normal(0, 1), shape=3)
    ppl.sample("u", Uniform(0, 1))
    ppl.sample("y", Normal(a, s), obs=y)


@pytest.fixture(scope="module")
def posterior():
    return model.bind(y=np.zeros(3))


def plain(x):
    return -0.5 * np.sum(x * x)


V = np.arange(6.0).reshape(2, 3)
WAYS = {
    "nothing": (None, np.full((2, 6), np.nan)),
    "an empty dict": ({}, np.full((2, 6), np.nan)),
    "a point": (np.zeros(6), np.zeros((2, 6))),
    "a list": ([0, 0, 1, 0, 0, 0], np.array([[0, 0, 1, 0, 0, 0.0]] * 2)),
    "a point a chain": (np.arange(12.0).reshape(2, 6), np.arange(12.0).reshape(2, 6)),
    "by name": ({"a": 2, "u": 0.5}, np.array([[2, *[np.nan] * 4, 0.0]] * 2)),
    "by name and chain": ({"a": [1.0, 2.0], "v": V}, np.array([[1, np.nan, 0, 1, 2, np.nan], [2, np.nan, 3, 4, 5, np.nan]])),
    "a dict a chain": ([{"a": 1.0}, {"v": V[1]}], np.array([[1, *[np.nan] * 5], [np.nan, np.nan, 3, 4, 5, np.nan]])),
}
NO_START = {
    "nan": (np.full(6, np.nan), ["`init` must be finite", "nan", "leave parameters out"]),
    "a nan": ([0, 0, 0, np.nan, 0, 0], ["`init` must be finite", "nan"]),
    "inf": (np.full(6, np.inf), ["`init` must be finite"]),
    "another shape": (np.zeros(5), ["`init`", "(5,)", "(6,) or (2, 6)"]),
    "a number": (0.5, ["`init`", "of shape ()"]),
    "a word of other tools": ("jitter+adapt_diag", ["`init`", "left out"]),
    "a function": (lambda: 0, ["`init`", "a dict of values by name"]),
    "too few dicts": ([{"a": 1.0}], ["`init`", "each of the 2 chains", "not 1 dicts"]),
    "numbered": ({1: 2.0}, ["`init` must be a dict by name"]),
    "an unknown name": ({"aa": 1.0}, ["`init`", "`aa` is not a parameter", "did you mean `a`?"]),
    "an observation": ({"y": np.zeros(3)}, ["`init`", "`y` is not a parameter"]),
    "a word for a number": ({"a": "x"}, ["`init`", "`a`", "'x'"]),
    "None for a number": ({"a": None}, ["`init`", "`a`", "None"]),
    "nan for a number": ({"v": [1, np.nan, 3]}, ["`init`", "`v` must be finite", "nan"]),
    "ragged": ({"v": [[1], [2, 3]]}, ["`init`", "`v`"]),
    "the shape of another": ({"v": np.zeros(2)}, ["`init`", "`v` has shape (2,), not (3,)"]),
    "below a half normal": ({"s": -1.0}, ["`init`", "`s` lies outside of nonnegative", "-1"]),
    "beyond an interval": ({"u": [0.5, 2.0]}, ["`init`", "`u` lies outside of interval(0, 1)", "2."]),
    "where the density is 0": ({"s": 0.0}, ["of `init`: a = ", "s = ", "the log density of `y` is -inf"]),
    "far": ({"a": 1e200}, ["of `init`: a = 1.e+200", "the log density of `a` is -inf", "leaves open"]),
    "all far": (np.full(6, 1e200), ["of `init`: a = 1.e+200", "the log density of `a` is -inf"]),
}
OF_A_FUNCTION = {
    "another name": ({"y": 1.0}, ["`init`", "`y` is not a parameter"]), "another shape": ({"x": [1.0]}, ["`init`", "`x`", "(2,)"]),
    "nan": ({"x": [np.nan, 1.0]}, ["`init`", "`x` must be finite"]), "far": ([1e200, 0.0], ["of `init`: x = [1.e+200", "-inf"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_ways_to_say_a_start(posterior, way):
    given, points = WAYS[way]
    np.testing.assert_allclose(initial_points(posterior, given, 2), points)


def refused(target, given, fragments, **settings):
    with pytest.raises(LlbayesError) as caught:
        samplers.nuts(target, init=given, **QUIET, **settings)
    assert [f for f in fragments if f not in str(caught.value)] == [], str(caught.value)
    assert caught.value.position.file == __file__


@pytest.mark.parametrize("what", NO_START)
def test_what_is_no_start_is_refused(posterior, what):
    refused(posterior, *NO_START[what])


@pytest.mark.parametrize("what", OF_A_FUNCTION)
def test_what_is_no_start_of_a_function_is_refused(what):
    refused(plain, *OF_A_FUNCTION[what], dim=2)


def test_a_search_for_the_mode_starts_by_name(posterior):
    assert samplers.laplace(lambda x: -0.5 * np.sum((x - 1.0) ** 2), dim=2, draws=4, seed=1, start={"x": [3.0, 3.0]})
    with pytest.raises(LlbayesError, match=r"`start`: .*\n- `s` lies outside of nonnegative: -1"):
        samplers.laplace(posterior, start={"s": -1.0})
    with pytest.raises(SamplingError, match="-inf"):
        samplers.laplace(posterior, start={"a": 1e200})
