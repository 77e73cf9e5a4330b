"""Every guarantee for every method of the table."""
import matplotlib.pyplot as plt
import pytest
from method_guarantees import OF_ALL, OF_DATA, OF_INPUTS, OF_LIMIT_STATES

from llbayes.uq import METHODS
from llbayes.uq.method import Needs


@pytest.fixture(autouse=True)
def no_windows():
    before = plt.get_backend()
    plt.switch_backend("Agg")
    yield
    plt.switch_backend(before)


@pytest.mark.parametrize("guarantee", OF_ALL, ids=lambda guarantee: guarantee.__name__)
@pytest.mark.parametrize("name", METHODS)
def test_of_all(name, guarantee):
    guarantee(METHODS[name])


@pytest.mark.parametrize("guarantee", OF_INPUTS, ids=lambda guarantee: guarantee.__name__)
@pytest.mark.parametrize("name", [m.name for m in METHODS.values() if m.needs in (Needs.INPUTS, Needs.INDEPENDENT_INPUTS)])
def test_of_inputs(name, guarantee):
    guarantee(METHODS[name])


@pytest.mark.parametrize("guarantee", OF_LIMIT_STATES, ids=lambda guarantee: guarantee.__name__)
@pytest.mark.parametrize("name", [m.name for m in METHODS.values() if m.needs is Needs.LIMIT_STATE])
def test_of_limit_states(name, guarantee):
    guarantee(METHODS[name])


@pytest.mark.parametrize("guarantee", OF_DATA, ids=lambda guarantee: guarantee.__name__)
@pytest.mark.parametrize("name", [m.name for m in METHODS.values() if m.needs is Needs.DATA])
def test_of_data(name, guarantee):
    guarantee(METHODS[name])
