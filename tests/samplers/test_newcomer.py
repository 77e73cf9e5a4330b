"""A sampler that is one file, `toy_mala.py`, and one entry of the table gets laws, self-test, documentation and command line."""
from pathlib import Path

import pytest
from newcomers import ROOT, copied, loaded, said
from sampler_laws import OF_EACH_METRIC, OF_THE_CALL

from llbayes import cli, samplers
from llbayes.samplers import selftest

FILE = Path(__file__).with_name("toy_mala.py")
pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


@pytest.fixture(scope="module")
def mala():
    """Its record, from the file as it would stand in `kernels/`."""
    return loaded("llbayes.samplers.kernels.toy_mala", FILE).MALA


@pytest.fixture
def in_the_table(mala, monkeypatch):
    monkeypatch.setitem(samplers.SAMPLERS, "mala", mala)
    return mala


def test_it_is_short():
    assert len(FILE.read_text().splitlines()) <= 60


def test_the_self_test_takes_it(in_the_table):
    found = [s for s in selftest.subjects() if s.name == "mala"]
    assert {s.metric.name for s in found} == set(in_the_table.metrics)


@pytest.mark.parametrize("law", OF_EACH_METRIC, ids=lambda law: law.__name__)
@pytest.mark.parametrize("metric", ["diag", "low_rank"])
def test_it_keeps_the_laws_with_each_metric(mala, metric, law):
    law(mala.having(metric))


@pytest.mark.parametrize("law", OF_THE_CALL, ids=lambda law: law.__name__)
def test_its_call_keeps_the_laws(mala, law):
    law(mala)


def test_the_page_has_it(in_the_table):
    page = loaded("samplers_page", ROOT / "docs" / "samplers_page.py").page()
    assert "| `samplers.mala(target, …)` | The Metropolis-adjusted Langevin algorithm. |" in page and "setting of `mala`" in page


def test_the_command_line_runs_it(in_the_table, capsys):
    assert cli.main(["run", "eight_schools_noncentered", "--sampler", "mala", "--draws", "200", "--tune", "200", "--seed", "1"]) == 0
    assert "tau" in capsys.readouterr().out


@pytest.mark.sweep
def test_one_file_and_one_line_are_all_there_is_to_do(tmp_path):
    package = copied(tmp_path, FILE, "samplers/kernels/mala.py", "samplers/__init__.py", "from .kernels.mala import MALA as MALA, mala as mala")
    found = said(package, "-c", "from llbayes import samplers; print(samplers.__file__, 'mala' in samplers.SAMPLERS, 'mala' in samplers.__all__)")
    assert found.split() == [str(package / "samplers" / "__init__.py"), "True", "True"]
    said(package, str(package / "docs" / "samplers_page.py"))
    assert "`samplers.mala(" in (package / "docs" / "samplers.md").read_text()
    (tmp_path / "own.py").write_text(MODEL)
    arguments = ("run", "own.py", "--sampler", "mala", "--draws", "50", "--tune", "50", "--chains", "1", "--seed", "1")
    assert "a" in said(package, "-c", f"from llbayes import cli; import sys; sys.exit(cli.main({list(arguments)!r}))")


MODEL = '''
from llbayes import ppl

@ppl.model
def one():
    ppl.sample("a", ppl.Normal(0, 1))
'''
