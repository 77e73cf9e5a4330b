"""Stan programs on the command line: run, described and translated, with data of every kind; and what is said of what is wrong with them."""
import json
import subprocess
import sys

import numpy as np
import pytest

from llbayes import cli, results
from llbayes.results import stored

PROGRAM = """data {
  int<lower=0> N;
  vector[N] x;
  vector[N] y;
}
transformed data {
  real mean_x = mean(x);
}
parameters {
  real alpha;
  real beta;
  real<lower=0> sigma;
  matrix[2, 3] M;
}
transformed parameters {
  vector[N] mu = alpha + beta * (x - mean_x);
}
model {
  alpha ~ normal(0, 10);
  beta ~ normal(0, 10);
  sigma ~ exponential(1);
  to_vector(M) ~ normal(0, 1);
  y ~ normal(mu, sigma);
}
"""
DATA = {"N": 4, "x": [1, 2, 3, 4], "y": [1.5, 2, 3.5, 4], "extra": [[1]]}
FAST = ("--draws", "60", "--tune", "60", "--chains", "2", "--seed", "1", "--no-progress", "-q")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with a program and its data."""
    place = tmp_path_factory.mktemp("programs")
    (place / "line.stan").write_text(PROGRAM)
    (place / "d.json").write_text(json.dumps(DATA))
    (place / "d.data.R").write_text("N <- 4L\nx <-\nc(1, 2, 3, 4)\ny <- c(1.5, 2, 3.5, 4)\nextra <- structure(1, .Dim = c(1, 1))\n")
    (place / "d.csv").write_text("x,y,name\n1,1.5,a\n2,2,b\n3,3.5,c\n4,4,d\n")
    (place / "null.json").write_text('{"N": null, "x": [], "y": []}')
    (place / "short.json").write_text(json.dumps(DATA | {"y": [1, 2], "x": [1, 2, 3], "N": 3}))
    (place / "wrong.stan").write_text(PROGRAM.replace("normal(mu, sigma)", "norml(mu, sigma)"))
    (place / "old.stan").write_text("parameters { real a; }\nmodel { a ~ normal(0, 1); increment_log_prob(-a); }\n")
    return place


@pytest.fixture(autouse=True)
def inside(home, monkeypatch):
    monkeypatch.chdir(home)


@pytest.mark.parametrize("words", [["--data", "d.json"], ["--data", "d.data.R"], ["--data", "d.csv", "--set", "N=4"]], ids=["json", "R", "csv"])
def test_data_of_every_kind_give_the_same_draws(words, capsys, home):
    out = home / f"{words[1]}.csv"
    assert cli.main(["run", "line.stan", *words, "--out", str(out), "-f", *FAST]) == 0
    lines = (home / f"{out.stem}_1.csv").read_text().splitlines()
    header = next(line for line in lines if not line.startswith("#")).split(",")
    assert header[7:] == ["alpha", "beta", "sigma", *(f"M.{i}.{j}" for j in (1, 2, 3) for i in (1, 2)), *(f"mu.{k}" for k in (1, 2, 3, 4))]
    assert "# model = line_model" in lines and f"#   file = {words[1]}" in lines
    found = results.variables(stored.read(out), "posterior")
    if words[1] != "d.json":
        true = results.variables(stored.read(home / "d.json.csv"), "posterior")
        assert all(np.array_equal(found[name].values, true[name].values) for name in true)


DRAWS = """data { int N; }
parameters { matrix[2, 2] M; tuple(real, vector[2]) t; real<lower=0> a; }
model { to_vector(M) ~ normal(0, 1); t.1 ~ normal(0, 1); t.2 ~ normal(0, 1); a ~ exponential(1); }
generated quantities {
  array[N] int y_rep = poisson_rng(rep_vector(a, N)); real twice = 2 * a; int largest = max(y_rep); tuple(real, int) q = (normal_rng(a, 1e-9), 3);
}
"""


def test_files_of_draws_have_all_generated_quantities(home):
    """As CmdStan writes them, and as ArviZ reads them; what is read makes the same predictions possible again."""
    import arviz

    from llbayes import ppl, stan

    (home / "draws.stan").write_text(DRAWS)
    for out in ("all.csv", "all.nc"):
        assert cli.main(["run", "draws.stan", "--set", "N=3", "--out", out, "-f", *FAST]) == 0
    files = [home / "all_1.csv", home / "all_2.csv"]
    header = next(line for line in files[0].read_text().splitlines() if not line.startswith("#")).split(",")
    assert header[7:] == ["M.1.1", "M.2.1", "M.1.2", "M.2.2", "t:1", "t:2.1", "t:2.2", "a", "y_rep.1", "y_rep.2", "y_rep.3", "twice", "largest", "q:1", "q:2"]
    read, tree = results.variables(stored.read(home / "all.csv"), "posterior"), arviz.from_netcdf(home / "all.nc")
    assert read["t.2"].shape == (2,) and read["q.2"].shape == ()
    assert sorted(tree.posterior_predictive) == ["largest", "q.1", "y_rep"] and "twice" in tree.posterior
    for name in ("a", "t.2", "twice", "q.2"):
        assert np.array_equal(tree.posterior[name].values, read[name].values)
    for name in ("y_rep", "largest", "q.1"):
        assert np.array_equal(tree.posterior_predictive[name].values, read[name].values)
    assert np.array_equal(read["largest"].values, read["y_rep"].values.max(-1)) and abs(read["q.1"].values - read["a"].values).max() < 1e-7
    theirs = arviz.from_cmdstan([str(file) for file in files], posterior_predictive=["y_rep"])
    assert np.array_equal(theirs.posterior_predictive["y_rep"].values, read["y_rep"].values) and theirs.posterior["M"].shape == (2, 60, 2, 2)
    posterior = stan.model("draws.stan").bind(N=3)
    again = ppl.posterior_predictive(posterior, results.as_tree(stored.read(home / "all.csv")), seed=1)
    assert np.array_equal(again.posterior_predictive["y_rep"].values.max(-1), again.posterior_predictive["largest"].values)


def test_info_says_what_a_program_takes_and_has(capsys):
    assert cli.main(["info", "line.stan"]) == 0
    told = capsys.readouterr().out
    assert "data\n  int<lower=0>  N\n  vector[N]     x" in told and "matrix[2, 3]   M" in told and "transformed parameters\n  vector[N]  mu" in told
    assert "transformed data\n  real  mean_x" in told and "coordinates" not in told
    assert cli.main(["info", "line.stan", "--data", "d.json"]) == 0
    told = capsys.readouterr().out
    assert "9 unconstrained coordinates" in told and "mu" in told
    assert cli.main(["info", "eight_schools"]) == 0 or "eight_schools" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["run", "line.stan", "--help"])
    assert "vector[N]     x" in capsys.readouterr().out


def test_translate_writes_python_that_runs(home, capsys):
    assert cli.main(["translate", "line.stan"]) == 0
    text = capsys.readouterr().out
    (home / "line_in_python.py").write_text(text)
    assert "@ppl.model" in text and cli.main(["run", "line_in_python.py", "--data", "d.json", "--set", "N=4", *FAST]) == 0


@pytest.mark.parametrize("text", ['{"alpha": 1, "beta": 0.5, "sigma": 2, "M": [[1, 2, 3], [4, 5, 6]], "mu": [1, 2, 3, 4]}',
                                  "alpha <- 1\nbeta <- 0.5\nsigma <- 2\nM <- structure(c(1, 4, 2, 5, 3, 6), .Dim = c(2, 3))\nmu <- c(1, 2, 3, 4)"])
def test_chains_start_at_the_values_of_a_file(text, home, capsys):
    """Row by row in JSON, column by column in R; variables that are no parameters are left out."""
    from llbayes import stan
    from llbayes.cli.running import starts
    from llbayes.cli.values import assigned
    from llbayes.samplers.start import initial_points

    file = "start.json" if text.startswith("{") else "start.R"
    (home / file).write_text(text)
    posterior = stan.model("line.stan").from_json("d.json")
    init = starts(posterior.model, assigned([file], "--init"))
    assert "mu" not in init
    z = np.asarray(initial_points(posterior, init, 1))[0]
    assert np.allclose(posterior.constrain(z[None])["M"][0], [[1, 2, 3], [4, 5, 6]]) and np.isclose(posterior.constrain(z[None])["sigma"][0], 2)
    assert cli.main(["run", "line.stan", "--data", "d.json", "--init", file, *FAST]) == 0
    assert cli.main(["run", "line.stan", "--data", "d.json", "--init", "alph=3", *FAST]) == 1 and "alph" in capsys.readouterr().err


WRONG = [                                                             # words, what is said
    (["run", "line.stan"], "`N` is missing from the data", "--data FILE"),
    (["run", "line.stan", "--data", "short.json"], "`y` has 2 numbers, and is declared with 3 (`N`)", "line.stan:4:"),
    (["run", "line.stan", "--data", "null.json"], "`N`", "null"),
    (["run", "line.stan", "--data", "d.json", "--set", "M=3"], "`M` is no data", "it takes `N`"),
    (["run", "line.stan", "--data", "d.json", "--coords", "i=a,b"], "coords for `i`", ""),
    (["run", "line.stan", "--data", "e.json"], "no file `e.json`", ""),
    (["run", "lin.stan"], "no file `lin.stan`", "line.stan"),
    (["run", "line"], "llbayes run line.stan", ""),
    (["run", "wrong.stan", "--data", "d.json"], "norml", "wrong.stan:23:7"),
    (["translate", "d.json"], "no Stan program", ""),
    (["translate", "wrong.stan"], "did you mean `normal`", "wrong.stan:23:7"),
    (["info", "lin.stan"], "no file `lin.stan`", ""),
]


@pytest.mark.parametrize(("words", "says", "also"), WRONG, ids=[" ".join(words) for words, *_ in WRONG])
def test_what_is_wrong_is_said(words, says, also, capsys):
    assert cli.main(words) == 1
    told = capsys.readouterr()
    assert says in told.err and also in told.err and not told.out, told.err


def test_forms_of_earlier_versions_are_told_once(capsys):
    assert cli.main(["run", "old.stan", *FAST]) == 0
    assert capsys.readouterr().err.count("increment_log_prob") == 1


def test_other_runs_do_not_import_the_room(home):
    (home / "plain.py").write_text("from llbayes import ppl\n\n@ppl.model\ndef plain():\n    ppl.sample('a', ppl.Normal(0, 1))\n")
    program = f"import sys; from llbayes import cli; cli.main(['run', 'plain.py', *{FAST!r}])\nprint([m for m in sys.modules if m.startswith('llbayes.stan')])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=home).stdout.splitlines()[-1] == "[]"
