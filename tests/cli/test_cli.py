"""The command line: what it prints, what it writes, and what it says to a mistake."""
import json

import pytest

from llbayes import cli
from llbayes.ir.errors import SamplingError
from llbayes.ir.machine import target
from llbayes.samplers.density import ChainDensity

FAST = ("--draws", "200", "--tune", "300", "--chains", "2", "--seed", "1")
OWN = '''
from llbayes import ppl
from llbayes.ppl import Normal, HalfNormal

@ppl.model
def heights(y):
    mu = ppl.sample("mu", Normal(0, 10))
    sd = ppl.sample("sd", HalfNormal(5))
    ppl.sample("y", Normal(mu, sd), obs=y)
'''


@pytest.fixture
def own(tmp_path):
    """A user's model file and its data."""
    (tmp_path / "own.py").write_text(OWN)
    (tmp_path / "two.py").write_text(OWN.replace("heights", "one") + OWN.replace("heights", "two"))
    (tmp_path / "own.json").write_text(json.dumps({"y": [1.0, 2.5, 0.5, 1.5, 2.0]}))
    return tmp_path


def test_models_lists_models_and_data(capsys):
    assert cli.main(["models"]) == 0
    text = capsys.readouterr().out
    assert "garch11" in text and "radon_mn" in text


def test_info_and_cache(capsys):
    assert cli.main(["info"]) == 0 and cli.main(["cache", "clear"]) == 0
    text = capsys.readouterr().out
    assert "LLVM" in text and "llvmlite" in text and "CPU" in text and f"code for {target.support()}" in text and "removed" in text


def test_run_a_users_file(own, capsys):
    out, plots = own / "new" / "draws.nc", own / "plots"
    arguments = ["run", f"{own}/own.py:heights", "--data", f"{own}/own.json", "--out", str(out), "--plots", str(plots), *FAST]
    assert cli.main(arguments) == 0
    text = capsys.readouterr().out
    assert "mu" in text and "R-hat" in text and str(out.resolve()) in text
    assert out.stat().st_size > 1000 and [p.suffix for p in plots.iterdir()] == [".png"]


def test_the_only_model_of_a_file_needs_no_name(own):
    assert cli.main(["run", f"{own}/own.py", "--data", f"{own}/own.json", *FAST]) == 0


def test_a_ready_model_finds_its_data(capsys):
    assert cli.main(["run", "eight_schools_noncentered", *FAST]) == 0
    assert "tau" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "says"), [
    (["run", "eight_schools_noncentered", "--sampler", "gibbs"], "there is no sampler `gibbs`; there is `nuts`, `hmc`, `metropolis`"),
    (["run", "eight_school_noncentered"], "close: `eight_schools_noncentered`"),
    (["run", "nothing.py:m"], "there is no file `nothing.py`"),
    (["run", "{own}/own.py:weights", "--data", "{own}/own.json"], "it has `heights`"),
    (["run", "{own}/own.py:heights", "--data", "{own}/none.json"], "none.json"),
    (["run", "garch11", "--draws", "0"], "draws"),
    (["run", "garch11", "--seed", "-1"], "seed"),
    (["run", "{own}/own.py:heights", "--data", "{own}/own.py"], "is of no kind that is read here"),
    (["run", "{own}/two.py"], "it has `one`, `two`"),
    (["run", "{own}/own.py", "--data", "{own}/own.json", "--out", "{own}/own.json/draws.nc"], "own.json"),
])
def test_mistakes_are_one_message_without_a_traceback(own, capsys, arguments, says):
    assert cli.main([a.format(own=own) for a in arguments]) == 1
    error = capsys.readouterr().err
    assert says in error and "Traceback" not in error


def test_wrong_options_end_with_2():
    with pytest.raises(SystemExit) as end:
        cli.main(["run", "garch11", "--draws", "many"])
    assert end.value.code == 2


FAILS = OWN.replace("heights", "steep").replace("    sd = ", "    ppl.factor('f', TABLE[int(mu > 3.0) * 9])\n    sd = ")


def test_a_failed_chain_is_one_message_and_its_draws_are_written(own, capsys, monkeypatch):
    monkeypatch.setattr(ChainDensity, "failure", lambda self: SamplingError("the chain came to an end"))
    (own / "steep.py").write_text("import numpy as np\nTABLE = np.zeros(9)\n" + FAILS)
    out = own / "part.nc"
    arguments = ["run", f"{own}/steep.py", "--data", f"{own}/own.json", "--out", str(out), "--draws", "20000", "--tune", "0", "--seed", "2"]
    assert cli.main(arguments) == 1
    text = capsys.readouterr()
    assert "the chain came to an end" in text.err and "Traceback" not in text.err
    assert str(out.resolve()) in text.out and out.stat().st_size > 1000


def test_selftest_prints_a_table(capsys, monkeypatch):
    from llbayes.samplers import selftest

    row = selftest.Row("moments", "nuts", "diag", 1, 2.0, 4.0)
    monkeypatch.setattr(selftest, "rows", lambda full, seed: iter([row, row._replace(found=5.0)]))
    assert cli.main(["selftest"]) == 1
    text = capsys.readouterr().out
    assert text.startswith(f"code for {target.support()}") and text.count("moments") == 2 and text.count("FAILED") == 1 and "1 of 2 checks failed" in text
