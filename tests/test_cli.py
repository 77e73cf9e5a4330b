"""The command line: what it prints, what it writes, and what it says to a mistake."""
import json

import pytest

from llbayes import cli

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
    (tmp_path / "own.json").write_text(json.dumps({"y": [1.0, 2.5, 0.5, 1.5, 2.0]}))
    return tmp_path


def test_models_lists_models_and_data(capsys):
    assert cli.main(["models"]) == 0
    text = capsys.readouterr().out
    assert "garch11" in text and "radon_mn" in text


def test_info_and_cache(capsys):
    assert cli.main(["info"]) == 0 and cli.main(["cache", "clear"]) == 0
    text = capsys.readouterr().out
    assert "LLVM" in text and "llvmlite" in text and "CPU" in text and "removed" in text


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
    (["run", "eight_school_noncentered"], "close: `eight_schools_noncentered`"),
    (["run", "nothing.py:m"], "there is no file `nothing.py`"),
    (["run", "{own}/own.py:weights", "--data", "{own}/own.json"], "it has `heights`"),
    (["run", "{own}/own.py:heights", "--data", "{own}/none.json"], "none.json"),
    (["run", "garch11", "--draws", "0"], "draws"),
])
def test_mistakes_are_one_message_without_a_traceback(own, capsys, arguments, says):
    assert cli.main([a.format(own=own) for a in arguments]) == 1
    error = capsys.readouterr().err
    assert says in error and "Traceback" not in error
