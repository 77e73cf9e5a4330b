"""Command lines that mean something: models of a user's file, data and coords of every kind, stored draws in every kind, and what is told."""
import inspect
import json
import re

import numpy as np
import pytest

from llbayes import cli, results
from llbayes.cli.data import bind
from llbayes.cli.finding import named
from llbayes.results import stored

FAST = ("--draws", "60", "--tune", "60", "--chains", "2", "--seed", "1", "--no-progress")
HEAD = "from llbayes import ppl\nfrom llbayes.ppl import *\n"
MODEL = '''
@ppl.model
def schools(sigma, y):
    """Effects of coaching."""
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfCauchy(5))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(), dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")
'''
PLAIN = "\n@ppl.model\ndef plain(x: Int = 0):\n    ppl.sample('a', Normal(x, 1))\n"
TABLE = "school,sigma,y\nA,15,28\nB b,10,8\n\"C, c\",16,-3\n"
GIVEN = {"sigma": [15, 10, 16], "y": [28, 8, -3]}
LABELS = ["A", "B b", "C, c"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with models and data."""
    place = tmp_path_factory.mktemp("home of a user")
    (place / "mine.py").write_text(HEAD + MODEL)
    (place / "d.csv").write_text(TABLE)
    (place / "d.json").write_text(json.dumps(GIVEN))
    (place / "labelled.json").write_text(json.dumps({**GIVEN, "coords": {"school": LABELS}}))
    (place / "coords.json").write_text(json.dumps({"school": LABELS}))
    (place / "helper.py").write_text("K = 1.5\n")
    return place


@pytest.fixture(scope="module")
def drawn(home):
    """The draws of one run, in a file of each kind."""
    names = {}
    for suffix in (".nc", ".csv", ".npz"):
        names[suffix] = home / f"draws{suffix}"
        assert cli.main(["run", str(home / "mine.py"), "--data", str(home / "d.csv"), "--out", str(names[suffix]), "-q", *FAST]) == 0
    return names


def test_csv_files_are_cmdstans(drawn, capsys, monkeypatch, tmp_path):
    """A file a chain; any of them, or several, are read, whole or in the form that CmdStan itself writes."""
    monkeypatch.chdir(drawn[".csv"].parent)
    lines = (drawn[".csv"].parent / "draws_2.csv").read_text().splitlines()
    header = next(line for line in lines if not line.startswith("#"))
    assert header == "lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,mu,tau,theta.1,theta.2,theta.3"
    assert "# id = 2" in lines and "#         metric = diag_e" in lines and "#     num_samples = 60" in lines and "# model = mine_model" in lines
    learnt = lines[lines.index("# Adaptation terminated"):][:4]
    assert float(learnt[1].removeprefix("# Step size = ")) > 0 and learnt[2].startswith("# Diagonal elements") and len(learnt[3].split(",")) == 5
    assert len([line for line in lines if not line.startswith("#")]) == 61
    for words, chains in ((["draws_1.csv"], 1), (["draws_1.csv", "draws_2.csv"], 2), (["draws_2.csv", "draws_1.csv", "theta"], 2), (["draws.csv"], 2)):
        assert cli.main(["summary", *words]) == 0 and ("of one chain" in (told := capsys.readouterr().out) or "chains=4" in told) == (chains == 1)
    plain = [line for line in lines if not line.startswith(("# dims", "# coords"))]
    at = plain.index(header)
    warm = [line.replace("save_warmup = false (Default)", "save_warmup = true") for line in plain[:at + 1]] + plain[at + 5:at + 6] * 60 + plain[at + 1:]
    (tmp_path / "theirs.csv").write_text("\n".join(warm))
    theirs, ours = stored.read(tmp_path / "theirs.csv"), stored.read("draws_2.csv")
    for name, variable in results.variables(ours, "posterior").items():
        assert np.array_equal(theirs.groups["posterior"][name].values, variable.values)
    (tmp_path / "short_1.csv").write_text("\n".join(plain[:-20]))
    (tmp_path / "short_2.csv").write_text("\n".join(plain))
    (tmp_path / "other.csv").write_text("lp__,a\n1,2\n")
    for files, says in ((["short.csv"], "as many each"), (["short_1.csv", "other.csv"], "other columns"), (["none_1.csv", "other.csv"], "no file")):
        assert cli.main(["summary", *(str(tmp_path / file) for file in files)]) == 1 and says in capsys.readouterr().err


def test_matrices_stand_column_by_column_in_csv_files(tmp_path):
    values = np.arange(2 * 5 * 6.0).reshape(2, 5, 2, 3)
    stored.write(results.PlainGroups({"posterior": {"m": results.Variable("m", values, ("chain", "draw", "row", "m_dim_1"), {})}}), tmp_path / "m.csv")
    text = (tmp_path / "m_1.csv").read_text()
    assert "\nm.1.1,m.2.1,m.1.2,m.2.2,m.1.3,m.2.3\n" in text and "\n0.0,3.0,1.0,4.0,2.0,5.0\n" in text
    found = stored.read(tmp_path / "m.csv").groups["posterior"]["m"]
    assert np.array_equal(found.values, values) and found.dims == ("chain", "draw", "row", "m_dim_1")


SOURCES = {                                                            # a file of models -> the name of the one that is meant
    "from llbayes.ppl import *\nfrom llbayes import ppl\n" + PLAIN: "plain",
    "import numpy\nimport helper\nfrom llbayes import ppl\nfrom llbayes.ppl import *\nK = helper.K\n" + PLAIN: "plain",
    "from . import helper\nfrom .helper import K\n" + HEAD + PLAIN: "plain",
    "from dataclasses import dataclass\n" + HEAD + "@dataclass\nclass Row:\n    x: int = 0\n" + PLAIN: "plain",
    HEAD + PLAIN + "again = plain\n": "plain",
    "\ufeff" + HEAD + PLAIN.replace("\n", "\r\n"): "plain",
    "import os\nos.chdir('/')\n" + HEAD + PLAIN: "plain",
    HEAD + "from mine import schools\n" + PLAIN: "plain",
    HEAD + PLAIN + "if __name__ == '__main__':\n    raise SystemExit('a program')\n": "plain",
    "from llbayes import *\nfrom llbayes import models\nready = models.get('garch11')\n" + HEAD + PLAIN: "plain",
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("file", ["own.py", "my model-2.py", "random.py"])
def test_a_file_with_one_model_needs_no_name(home, source, file, monkeypatch):
    monkeypatch.chdir(home)
    (home / file).write_text(source, newline="")
    try:
        assert named(file, True).__name__ == named(f"{home / file}:plain", True).__name__ == SOURCES[source]
    finally:
        (home / file).unlink()


@pytest.mark.parametrize(("source", "given", "dim"), [
    (HEAD + PLAIN + "posterior = plain.bind(x=1)\n", False, 1),
    (HEAD + PLAIN + "posterior = plain.bind(x=1)\n", True, None),
    ("from mine import schools\nposterior = schools.bind(sigma=[1.0], y=[1.0])\n", False, 3),
])
def test_a_bound_posterior_of_a_file_is_run_where_no_data_are_given(home, source, given, dim):
    (home / "bound.py").write_text(source)
    assert getattr(named(str(home / "bound.py"), given), "dim", None) == dim


@pytest.mark.parametrize(("words", "labels"), [
    (["d.json"], None),
    (["labelled.json"], LABELS),
    (["d.csv"], LABELS),
    (["d.json", "--coords", "school=A,B,C"], ["A", "B", "C"]),
    (["labelled.json", "--coords", "school=[1, 2, 3]"], [1, 2, 3]),
    (["d.json", "--coords", "coords.json"], LABELS),
])
def test_coords_come_from_the_data_or_the_line(home, words, labels, monkeypatch):
    monkeypatch.chdir(home)
    posterior = bind(named("mine.py", True), words[:1], [], words[2:])
    assert posterior.dim == 5 and posterior.sites["theta"].dims == ("school",)
    assert {dim: list(values) for dim, values in posterior.coords.items()} == ({"school": labels} if labels else {})


def test_text_is_numbered_in_the_order_that_coords_give(home):
    (home / "groups.py").write_text(HEAD + '''
@ppl.model
def groups(county, y):
    a = ppl.sample("a", Normal(0, 1), dims="county")
    ppl.sample("y", Normal(a[county], 1), obs=y)
''')
    (home / "groups.csv").write_text("county,y\nb,1\na,2\nb,3\n")
    posterior = bind(named(str(home / "groups.py"), True), [str(home / "groups.csv")], [], ["county=a,b,c"])
    assert posterior.binding.data["county"].tolist() == [1, 0, 1] and posterior.dim == 3


def test_the_readmes_model_runs_without_coords(home, capsys):
    out = home / "keep.nc"
    arguments = ["--data", str(home / "d.json"), "--keep", "mu,theta", "--init", "mu=1", "--target-accept", "0.9", "--metric", "dense", "--out", str(out)]
    assert cli.main(["run", str(home / "mine.py"), *arguments, *FAST]) == 0
    told = capsys.readouterr().out
    assert "theta[school=0]" in told and "tau" not in told.partition("chains of")[0] and re.search(r"next:\n(  .*\n){3}$", told)
    assert list(results.variables(stored.read(out), "posterior")) == ["mu", "theta"]


def test_files_that_are_there_are_replaced_when_told_so(home, capsys):
    out = home / "again.csv"
    out.write_text("of value")
    arguments = ["run", str(home / "mine.py"), "--data", str(home / "d.csv"), "--out", str(out), *FAST]
    assert cli.main(arguments) == 1 and out.read_text() == "of value"
    assert cli.main([*arguments, "--overwrite"]) == 0 and not out.exists()                       # each chain has a file with its number
    first, second = home / "again_1.csv", home / "again_2.csv"
    assert first.read_text().startswith("# stan_version") and "again_1.csv" in (told := capsys.readouterr()).out and "--overwrite" in told.err
    assert cli.main(arguments) == 1 and "again_1.csv" in capsys.readouterr().err
    assert cli.main([*arguments, "--chains", "1", "--overwrite"]) == 0 and not first.exists() and not second.exists()


@pytest.mark.parametrize("suffix", [".csv", ".npz"])
def test_stored_draws_are_the_same_in_every_kind(drawn, suffix):
    true, found = stored.read(drawn[".nc"]), stored.read(drawn[suffix])
    for group in ("posterior", "sample_stats"):
        a, b = results.variables(true, group), results.variables(found, group)
        assert set(a) == set(b)
        for name, variable in a.items():
            assert np.array_equal(variable.values, b[name].values), name
            assert variable.dims == b[name].dims or suffix == ".npz"


@pytest.mark.parametrize("suffix", [".nc", ".csv", ".npz"])
def test_summary_and_plot_of_stored_draws(drawn, suffix, capsys, tmp_path):
    assert cli.main(["summary", str(drawn[suffix])]) == 0 and cli.main(["summary", str(drawn[suffix]), "theta", "--rows", "2"]) == 0
    table = capsys.readouterr().out
    assert "mu" in table and ("theta[school=B b]" in table or suffix == ".npz") and "R-hat" in table and "effective" in table
    picture = tmp_path / "new" / "picture.png"
    assert cli.main(["plot", str(drawn[suffix]), "--out", str(picture)]) == 0 and picture.read_bytes()[:4] == b"\x89PNG"
    assert cli.main(["plot", str(drawn[suffix]), "--out", str(picture)]) == 1 and "--overwrite" in capsys.readouterr().err
    assert cli.main(["summary", str(drawn[suffix]), "thet"]) == 1 and "close: `theta`" in capsys.readouterr().err


def test_netcdf_of_another_library(tmp_path, capsys):
    """Draws before chains, labels in a group above, numbers that are missing, groups and variables that are no draws."""
    import netCDF4

    with netCDF4.Dataset(tmp_path / "other.nc", "w") as file:
        for dim, n in (("chain", 2), ("draw", 50), ("place", 2)):
            file.createDimension(dim, n)
        file.createVariable("place", str, ("place",))[:] = np.array(["near", "far"], object)
        group = file.createGroup("posterior")
        rng = np.random.default_rng(1)
        group.createVariable("x", "f8", ("draw", "chain", "place"))[:] = rng.normal(size=(50, 2, 2))
        group.createVariable("n", "i4", ("chain", "draw"), fill_value=-1)[:] = np.ma.masked_equal(rng.integers(-1, 5, (2, 50)), -1)
        group.createVariable("word", str, ("chain",))[:] = np.array(["a", "b"], object)
        file.createGroup("observed_data").createVariable("y", "f8", ("place",))[:] = 1.0
    draws = results.variables(stored.read(tmp_path / "other.nc"), "posterior")
    assert draws["x"].values.shape == (2, 50, 2) and np.isnan(draws["n"].values).any()
    assert cli.main(["summary", str(tmp_path / "other.nc")]) == 0
    assert "x[place=far]" in capsys.readouterr().out


def test_stored_draws_are_read_without_arviz(drawn):
    import subprocess
    import sys

    program = (f"import sys; from llbayes import cli; cli.main(['summary', {str(drawn['.nc'])!r}])\n"
               "print([m for m in ('arviz', 'xarray', 'matplotlib') if m in sys.modules])")
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.splitlines()[-1] == "[]"


def test_help_says_what_a_model_takes(home, capsys):
    for words, says in ((["run", str(home / "mine.py"), "--help"], "schools: Effects of coaching.\ntakes\n  sigma\n  y"), (["--help"], "examples:"),
                        (["help", "plot"], "--out PICTURE"), (["run", "--help"], "--target-accept NUMBER"), (["run", "none", "-h"], "--data FILE")):
        try:
            cli.main(words)
        except SystemExit as end:
            assert end.code == 0
        assert says in capsys.readouterr().out


def test_every_command_lists_its_options_and_has_its_function():
    from llbayes.cli.commands import COMMANDS, module_of, parser_of

    for name in COMMANDS:
        assert parser_of(name, []).format_help() and inspect.isfunction(getattr(module_of(name), name))


def test_models_are_listed_a_line_each(capsys):
    from llbayes import models

    assert cli.main(["models"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(any(line.split()[:1] == [name] and models.about(name) in line for line in lines) for name in models.names())
    assert any(line.split() == ["radon_mn", "N", "=", "919,", "J", "=", "85"] for line in lines)


def test_models_are_found_by_words(capsys):
    assert cli.main(["models", "RADON", "slopes"]) == 0
    text = capsys.readouterr().out
    assert "radon_variable_slope_centered" in text and "radon_all" in text and "radon_pooled" not in text and "garch" not in text
    assert cli.main(["models", "radom_pooled"]) == 1
    assert "`radom_pooled`; close: `radon_pooled`" in capsys.readouterr().err
