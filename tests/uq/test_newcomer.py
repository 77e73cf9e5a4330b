"""A method that is one file, `toy_linear.py`, and one line gets the guarantees, the documentation and its public names."""
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from method_guarantees import OF_ALL, OF_INPUTS
from newcomers import ROOT, copied, loaded, said

from llbayes import uq
from llbayes.ppl import Uniform

FILE = Path(__file__).with_name("toy_linear.py")


@pytest.fixture(scope="module")
def linear():
    """Its row, from the file as it would stand in `methods/`."""
    return loaded("llbayes.uq.methods.toy_linear", FILE).LINEAR


@pytest.fixture(autouse=True)
def listed(linear, monkeypatch):
    """A result finds its table and picture by its method's name."""
    monkeypatch.setitem(uq.METHODS, "linear", linear)


@pytest.mark.parametrize("guarantee", [*OF_ALL, *OF_INPUTS], ids=lambda guarantee: guarantee.__name__)
def test_it_gives_the_guarantees(linear, guarantee):
    before = plt.get_backend()
    plt.switch_backend("Agg")
    guarantee(linear)
    plt.switch_backend(before)


def test_a_linear_model_has_all_of_its_variance(linear):
    r = linear.call(lambda x: 3.0 * x[0] - 2.0 * x[1], uq.Inputs(a=Uniform(0, 1), b=Uniform(0, 2)), seed=1)
    assert np.all(np.abs(r.array("linear") - np.array([9.0, 16.0]) / 25.0) <= 4 * r.array("linear_se")) and r.array("linear_se").max() < 0.02


def test_the_page_has_it():
    page = loaded("uq_page", ROOT / "docs" / "uq_page.py").page()
    assert "| is it a linear matter? | `uq.linear(model, inputs, …)` | 8 n runs |" in page and "setting of `linear`" in page


@pytest.mark.sweep
def test_one_file_and_one_line_are_all_there_is_to_do(tmp_path):
    package = copied(tmp_path, FILE, "uq/methods/linear.py", "uq/__init__.py", "from .methods.linear import LINEAR as LINEAR, linear as linear")
    assert said(package, "-c", "from llbayes import uq; print(uq.__file__, *(n for n in uq.__all__ if 'linear' in n))").split() == [
        str(package / "uq" / "__init__.py"), "linear"]
    said(package, str(package / "docs" / "uq_page.py"))
    assert "`uq.linear(" in (package / "docs" / "uq.md").read_text()
    assert np.all(linear_numbers(package) > 0)


def linear_numbers(package):
    program = ("from llbayes import uq; from llbayes.ppl import Normal; "
               "print(*uq.linear(lambda x: x[0] + x[1], uq.Inputs(a=Normal(0, 1), b=Normal(1, 1)), seed=1, how='looped').array('linear'))")
    return np.array([float(x) for x in said(package, "-c", program).split()])
