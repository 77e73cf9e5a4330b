"""Every setting of every sampler, given as every kind of number: it means the same number, draw for draw, or is refused by its name."""
import inspect
import itertools

import numpy as np
import pytest

from llbayes import samplers
from llbayes.ad.logdensity import as_target
from llbayes.ir.errors import DataError, SettingsError
from llbayes.samplers import SAMPLERS

BASE = {"draws": 12, "tune": 12, "chains": 2, "cores": 1, "seed": 3, "progress": False}
PLAIN = BASE | {"dim": 2, "max_depth": 3, "n_steps": 4, "max_iterations": 50, "starts": 2}              # whole numbers; others have their defaults
FLOATS = {"target_accept": 0.75, "path_length": 2.0}
KINDS = (int, float, np.int64, np.int32, np.uint8, np.float64, np.float32, np.longdouble, np.array)
WRONG = (True, np.True_, "8", "nan", float("nan"), np.float32("nan"), float("inf"), -1, -0.5, np.int64(-3), -10.0**300, -10**400, 1j, (), [[1.5]], object(),
         np.array([2.0, 0.5]), np.array("8"), np.array(None), np.ma.masked)
HUGE = (10**400, 10**6000, 2**63, np.uint64(2**64 - 1), 1e300, np.float64(1e300))
CALLS = {name: s.call for name, s in SAMPLERS.items()} | {"laplace": samplers.laplace}
pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


def gaussian(x):
    return -0.5 * np.sum(x * x)


TARGET = as_target(gaussian, 2)


def settings_of(call):
    """Settings by name, the plain values of those that are numbers, and those that may be None."""
    found = {name: p for name, p in inspect.signature(call).parameters.items() if p.kind is p.KEYWORD_ONLY}
    return found, {name: (PLAIN | FLOATS)[name] for name in found if name in PLAIN | FLOATS}, {name for name, p in found.items() if "None" in str(p.annotation) or name == "seed"}


def drawn(call, **settings):
    """The draws of a short run."""
    known = inspect.signature(call).parameters
    target = gaussian if "dim" in settings else TARGET
    tree = call(target, **{name: value for name, value in (BASE | settings).items() if name in known})
    return tree["posterior"]["x"].values


NUMBERS = [(name, setting) for name, call in CALLS.items() for setting in settings_of(call)[1]]
ALL = [(name, setting) for name, call in CALLS.items() for setting in settings_of(call)[0]]


def test_the_table_has_every_setting():
    named = {"metric", "init", "start", "keep", "executor"}
    assert {setting for _, setting in ALL} <= set(PLAIN) | set(FLOATS) | named


@pytest.mark.parametrize(("name", "setting"), NUMBERS)
def test_a_number_means_itself_in_every_kind(name, setting):
    call = CALLS[name]
    value = settings_of(call)[1][setting]
    right = drawn(call, **{setting: value})
    for kind in KINDS:
        given = kind(value)
        if isinstance(value, bool) and kind is np.array or given == value:
            np.testing.assert_array_equal(drawn(call, **{setting: given}), right, err_msg=repr(given))


def refused(call, setting, value):
    with pytest.raises((SettingsError, DataError), match=setting):                         # a mask is wrong in data anywhere
        drawn(call, **{setting: value})
        pytest.fail(f"{setting}={value!r} was taken")


def legal(setting, value, plain):
    """Is what is no number for others a value of this setting?"""
    if isinstance(plain, bool):
        return value is True or value is np.True_
    if setting in ("init", "start"):
        return isinstance(value, np.ndarray) and value.shape == (2,)                       # a point of the plane
    return isinstance(value, (tuple, dict)) and not value and setting in ("seed", "keep")      # no number, no name


@pytest.mark.parametrize(("name", "setting"), ALL)
def test_what_is_no_such_setting_is_refused_by_name(name, setting):
    _, plain, optional = settings_of(CALLS[name])
    for value in WRONG if setting in optional else (*WRONG, None):
        if not legal(setting, value, plain.get(setting)):
            refused(CALLS[name], setting, value)


@pytest.mark.parametrize(("name", "setting"), [pair for pair in NUMBERS if pair[1] not in ("seed", "path_length")])
def test_what_is_too_large_is_refused_by_name(name, setting):
    for value in HUGE:
        refused(CALLS[name], setting, value)


@pytest.mark.parametrize("name", SAMPLERS)
def test_more_draws_than_fit_into_memory_are_refused_by_name(name):
    for setting, value in itertools.product(("draws", "tune", "chains"), (10**11, 2**40)):
        refused(CALLS[name], setting, value)
    refused(CALLS[name], "dim", 2**40)


def test_long_values_are_cut_in_messages():
    with pytest.raises(SettingsError) as caught:
        drawn(samplers.nuts, draws="x" * 10_000)
    assert len(caught.value.message) < 200


@pytest.mark.parametrize("seed", [0, 10**400, [1, 2], (np.int64(1), 2.0), np.array([1, 2])])
def test_seeds_of_any_length(seed):
    plain = [1, 2] if np.ndim(seed) == 1 else seed
    np.testing.assert_array_equal(drawn(samplers.nuts, seed=seed), drawn(samplers.nuts, seed=plain))
