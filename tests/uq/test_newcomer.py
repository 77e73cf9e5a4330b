"""A method that is one file, `toy_morris.py`, and one line gets the guarantees, the documentation and its public names."""
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from method_guarantees import OF_ALL, OF_INPUTS
from newcomers import ROOT, copied, loaded, said

from llbayes import uq
from llbayes.ppl import Uniform

FILE = Path(__file__).with_name("toy_morris.py")


@pytest.fixture(scope="module")
def morris():
    """Its row, from the file as it would stand in `methods/`."""
    return loaded("llbayes.uq.methods.toy_morris", FILE).MORRIS


@pytest.mark.parametrize("guarantee", [*OF_ALL, *OF_INPUTS], ids=lambda guarantee: guarantee.__name__)
def test_it_gives_the_guarantees(morris, guarantee):
    before = plt.get_backend()
    plt.switch_backend("Agg")
    guarantee(morris)
    plt.switch_backend(before)


def test_a_linear_model_has_its_slopes(morris):
    r = morris.call(lambda x: 3.0 * x[0] - 2.0 * x[1], uq.Inputs(a=Uniform(0, 1), b=Uniform(0, 2)), seed=1)
    assert r.mu_star == pytest.approx([3.0, 4.0]) and r.sigma == pytest.approx([0.0, 0.0], abs=1e-12)


def test_the_page_has_it(morris, monkeypatch):
    monkeypatch.setitem(uq.METHODS, "morris", morris)
    page = loaded("uq_page", ROOT / "docs" / "uq_page.py").page()
    assert "| which inputs matter at all? | `uq.morris(model, inputs, …)` | n (d + 1) runs | `uq.Morris` |" in page and "setting of `morris`" in page


@pytest.mark.sweep
def test_one_file_and_one_line_are_all_there_is_to_do(tmp_path):
    package = copied(tmp_path, FILE, "uq/methods/morris.py", "uq/__init__.py",
                     "from .methods.morris import MORRIS as MORRIS, Morris as Morris, morris as morris")
    assert said(package, "-c", "from llbayes import uq; print(uq.__file__, *(n for n in uq.__all__ if 'orris' in n))").split() == [
        str(package / "uq" / "__init__.py"), "morris", "Morris"]
    said(package, str(package / "docs" / "uq_page.py"))
    assert "`uq.morris(" in (package / "docs" / "uq.md").read_text()
    assert np.all(morris_numbers(package) > 0)


def morris_numbers(package):
    program = ("from llbayes import uq; from llbayes.ppl import Normal; "
               "print(*uq.morris(lambda x: x[0] * x[1], uq.Inputs(a=Normal(0, 1), b=Normal(1, 1)), seed=1, how='looped').mu_star)")
    return np.array([float(x) for x in said(package, "-c", program).split()])
