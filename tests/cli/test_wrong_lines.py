"""Laws of wrong command lines: each is answered by one message that names what is wrong, with exit status 1 or 2, before anything runs, and without a
traceback of ours."""
import json
import subprocess
import sys

import numpy as np
import pytest

from llbayes import cli

HEAD = "from llbayes import ppl\nfrom llbayes.ppl import *\n\n"
MODEL = "@ppl.model\ndef lin(y, x=0.0):\n    a = ppl.sample('a', Normal(0, 10))\n    ppl.sample('y', Normal(a + x, 1), obs=y)\n"
SCHOOLS = "@ppl.model\ndef schools(y):\n    t = ppl.sample('t', Normal(0, 1), dims='school')\n    ppl.sample('y', Normal(t, 1), obs=y)\n"
FILES = {
    "mine.py": HEAD + MODEL,
    "two.py": HEAD + MODEL + MODEL.replace("lin", "other"),
    "schools.py": HEAD + SCHOOLS,
    "syntax.py": "import numpy\n\ndef lin(y:\n    pass\n",
    "nul.py": "x = 1\0",
    "indent.py": "def f():\nreturn 1\n",
    "number.py": HEAD + "lin = 3\n\ndef plain(y):\n    return y\n",
    "empty.py": "",
    "divides.py": HEAD + "x = 1 / 0\n" + MODEL,
    "imports.py": "import no_such_package\n",
    "relative.py": "from .. import helper\n",
    "helps.py": "import broken_helper\n",
    "broken_helper.py": "x = [1,\n",
    "deep.py": "import raising_helper\n",
    "raising_helper.py": "def f():\n    raise KeyError('deep')\n\nf()\n",
    "exits.py": "import sys\nsys.exit(3)\n",
    "sites.py": HEAD + "@ppl.model\ndef lin(*y):\n    pass\n",
    "imported.py": "from mine import lin\n",
    "bound.py": HEAD + MODEL + "posterior = lin.bind(y=[1.0])\n",
    "any.py": "class E(BaseException):\n    pass\n\nraise E('any')\n",
    "coding.py": "# -*- coding: nonsense -*-\n",
    "latin.py": "# caf\xe9\n".encode("latin-1"),
    "parens.py": "(" * 500,
    "mine.txt": "text",
    "mine.stan": "data { int N }",
    "d.json": '{"y": [0.1, 0.2, 0.3]}',
    "list.json": "[1, 2]",
    "bad.json": '{"y": [1,',
    "other.json": '{"Y": [1.0]}',
    "coords.json": '{"y": [0.1, 0.2, 0.3], "coords": {"school": ["a", "b"]}}',
    "strange.json": '{"y": [0.1], "coords": 3}',
    "d.csv": "y,z\n1,2\n2,3\n",
    "text.csv": "y\n1\nhigh\n",
    "gaps.csv": "y\n1\n\"\"\nNA\n",
    "ragged.csv": "y,z\n1,2\n3\n",
    "twice.csv": "y,y\n1,2\n",
    "headless.csv": "1,2\n3,4\n",
    "noname.csv": "z\n1\n",
    "blank.csv": "",
    "d.xlsx": "no",
    "bad.npz": "no",
    "bad.nc": "no",
    "bad.csv": "a,b\n1,2\n",
    "there.nc": "old",
    "my model.py": HEAD + MODEL,
}
RUN, DATA = ("run", "mine.py"), ("--data", "d.json")
WRONG = [                                                              # the words, what the message says of them
    ((), "usage: llbayes"),
    (("rum", "mine.py"), "there is no command `rum`; close: `run`"),
    (("mine.py",), "`llbayes run mine.py`"),
    (("run",), "MODEL is missing"),
    (("run", "mine.py", "--target-acept", "0.9"), "close: `--target-accept`"),
    (("run", "mine.py", "--adapt-delta=0.9"), "it is called `--target-accept` here"),
    (("run", "mine.py", "--num_samples", "500"), "it is called `--draws` here"),
    (("run", "mine.py", "--step-size", "0.1"), "the step size is learnt in the warm-up"),
    (("run", "mine.py", "extra"), "`extra` is one word too many"),
    (("run", "mine.py", "--draws", "many"), "`many` is not a number"),
    (("run", "mine.py", "--draws"), "--draws"),
    # -- the model
    (("run", "min.py"), "there is no file `min.py`; close: `mine.py`\n"),
    (("run", "no/mine.py"), "there is no folder `no`"),
    (("run", "."), "is a folder"),
    (("run", "mine"), "`llbayes run mine.py`"),
    (("run", "mine.txt"), "`mine.txt` is not a Python file"),
    (("run", "mine.stan"), "mine.stan:1:"),
    (("run", "mine.json"), "`--data` takes data"),
    (("run", "mine.py:lim", *DATA), "close: `lin`"),
    (("run", "mine.py:lin.x", *DATA), "no model `lin.x`"),
    (("run", "two.py", *DATA), "`lin`, `other`"),
    (("run", "syntax.py:lin"), "syntax.py:3"),
    (("run", "nul.py"), "nul.py"),
    (("run", "indent.py"), "indent.py:2"),
    (("run", "number.py:lin"), "`lin` in `number.py` is not a model, it is of type int"),
    (("run", "number.py:plain"), "write `@ppl.model` above it"),
    (("run", "empty.py"), "has no model"),
    (("run", "divides.py"), "divides.py:4"),
    (("run", "imports.py"), "install `no_such_package`"),
    (("run", "relative.py"), "relative.py:1"),
    (("run", "helps.py"), "broken_helper.py:1"),
    (("run", "deep.py"), "raising_helper.py:2"),
    (("run", "exits.py"), "exits.py:2"),
    (("run", "any.py"), "any.py:4"),
    (("run", "coding.py"), "nonsense"),
    (("run", "latin.py"), "`latin.py` is not Python"),
    (("run", "parens.py"), "`parens.py` is not Python"),
    (("run", ""), "is empty"),
    (("run", "sites.py"), "sites.py:"),
    (("run", "imported.py"), "it imports `lin`: write `imported.py:lin`"),
    (("run", "bound.py:posterior", *DATA), "is bound to its data already"),
    (("run", "eight_school_noncentered"), "close: `eight_schools_noncentered`"),
    (("run", "eight_school-eight_schools_noncentered"), "`eight_schools`"),
    (("run", "nes"), "`nes1972-nes`"),
    # -- data
    (RUN, "takes `y`"),
    ((*RUN, "--data", "e.json"), "there is no file `e.json`"),
    ((*RUN, "--data", "list.json"), "list.json"),
    ((*RUN, "--data", "bad.json"), "bad.json"),
    ((*RUN, "--data", "other.json"), "close: `Y`"),
    ((*RUN, "--data", "strange.json"), "`coords` of the data"),
    ((*RUN, "--data", ""), "is empty"),
    ((*RUN, "--data", "d.xlsx"), "d.xlsx"),
    ((*RUN, "--data", "bad.npz"), "bad.npz"),
    ((*RUN, "--data", "."), "is a folder"),
    ((*RUN, "--data", "y=3"), "`--set y=3`"),
    ((*RUN, "--data", "text.csv"), "`y` of `text.csv` is not numbers: 'high' in line 3"),
    ((*RUN, "--data", "gaps.csv"), "no value in line 3, 4"),
    ((*RUN, "--data", "ragged.csv"), "1 value in line 3"),
    ((*RUN, "--data", "twice.csv"), "`y` twice"),
    ((*RUN, "--data", "headless.csv"), "first line"),
    ((*RUN, "--data", "noname.csv"), "there is `z`"),
    ((*RUN, "--data", "blank.csv"), "holds no data"),
    ((*RUN, *DATA, "--data", "d.csv"), "`y` is in `d.json` and in `d.csv`"),
    ((*RUN, *DATA, "--set", "X=1"), "close: `x`"),
    ((*RUN, *DATA, "--set", "x"), "x"),
    ((*RUN, *DATA, "--set", "x="), "`name=value`"),
    ((*RUN, *DATA, "--set", "x=high"), "x"),
    ((*RUN, *DATA, "--coords", "school=A,B,C"), "`school`"),
    ((*RUN, *DATA, "--coords", "none.json"), "none.json"),
    (("run", "schools.py", *DATA), "`--coords school=A,B,C`"),
    (("run", "schools.py", "--data", "coords.json"), "(2,)"),
    # -- settings
    ((*RUN, *DATA, "--sampler", "nut"), "close: `nuts`"),
    ((*RUN, *DATA, "--sampler", "metropolis", "--max-depth", "5"), "`metropolis` has no `--max-depth`"),
    ((*RUN, *DATA, "--target-accept", "2"), "target_accept"),
    ((*RUN, *DATA, "--metric", "full"), "metric"),
    ((*RUN, *DATA, "--draws", "0"), "draws"),
    ((*RUN, *DATA, "--chains", "1.5"), "chains"),
    ((*RUN, *DATA, "--seed", "-1"), "seed"),
    ((*RUN, *DATA, "--init", "b=1"), "`b` is not a parameter"),
    ((*RUN, *DATA, "--init", "none.json"), "none.json"),
    ((*RUN, *DATA, "--keep", "b"), "keep"),
    # -- output
    ((*RUN, *DATA, "--out", "draws"), ".nc"),
    ((*RUN, *DATA, "--out", "draws.pickle"), "draws.pickle"),
    ((*RUN, *DATA, "--out", "."), "is a folder"),
    ((*RUN, *DATA, "--out", "there.nc"), "`--overwrite`"),
    ((*RUN, *DATA, "--out", "d.json/draws.nc"), "d.json"),
    ((*RUN, *DATA, "--plots", "d.json"), "d.json"),
    # -- stored draws
    (("summary",), "FILE is missing"),
    (("summary", "here.nc"), "close: `there.nc`"),
    (("summary", "there.nc"), "there.nc"),
    (("summary", "bad.nc"), "bad.nc"),
    (("summary", "bad.csv"), "bad.csv"),
    (("summary", "blank.csv"), "blank.csv"),
    (("summary", "bad.npz"), "bad.npz"),
    (("summary", "d.json"), "d.json"),
    (("summary", "."), "is a folder"),
    (("plot", "bad.nc"), "bad.nc"),
    (("plot", "bad.nc", "--out", "picture.doc"), "picture.doc"),
    (("cache", "empty"), "clear"),
    (("selftest", "--seed", "x"), "seed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A user's folder, with much that is wrong."""
    place = tmp_path_factory.mktemp("wrong")
    for name, text in FILES.items():
        (place / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


@pytest.mark.parametrize(("words", "says"), WRONG, ids=lambda v: " ".join(v) if isinstance(v, tuple) else "")
def test_a_wrong_line_is_one_message(folder, monkeypatch, capsys, words, says):
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    try:
        status = cli.main(list(words))
    except SystemExit as end:
        status = end.code
    shown = capsys.readouterr()
    assert status in (1, 2), shown
    assert says in shown.err and not shown.out
    assert "Traceback" not in shown.err and "/llbayes/" not in shown.err.replace(str(folder), "") and len(shown.err.splitlines()) < 40
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before, "nothing was written"


@pytest.mark.parametrize("words", [("run", "syntax.py:lin"), ("run", "mine.py", "--no-such"), ("summary", "bad.nc")], ids=" ".join)
def test_a_process_says_the_same(folder, words):
    done = subprocess.run([sys.executable, "-m", "llbayes", *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode in (1, 2) and done.stderr.startswith("llbayes") and "Traceback" not in done.stderr


def test_who_reads_no_more_ends_nothing_with_an_error():
    program = f"{sys.executable} -m llbayes models | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.count("\n") == 1


def test_every_setting_of_a_sampler_is_an_option():
    import inspect

    from llbayes.cli.commands import parser_of
    from llbayes.samplers import SAMPLERS

    known = {action.dest for action in parser_of("run", [])._actions}
    lacking = [name for s in SAMPLERS.values() for name in inspect.signature(s.call).parameters if name not in known and name not in ("target", "dim")]
    assert not lacking


def test_files_of_data_say_the_same(tmp_path):
    """The same data, by each kind of file."""
    from llbayes.cli.data import bind
    from llbayes.cli.finding import named

    (tmp_path / "mine.py").write_text(HEAD + MODEL)
    model = named(str(tmp_path / "mine.py"), True)
    (tmp_path / "d.json").write_text(json.dumps({"y": [0.5, 2.0, -1.0], "more": "text"}))
    (tmp_path / "d.csv").write_text("\ufeffname,y\nA,0.5\nB,2\n\nC,-1e0\n")
    (tmp_path / "d.tsv").write_text("y\tz\n0.5\t\n2\tx\n-1\t\n")
    (tmp_path / "semicolon.csv").write_text("y;z\n0.5;1,5\n2;1\n-1;1\n")
    np.savez(tmp_path / "d.npz", y=[0.5, 2.0, -1.0])
    for name in ("d.json", "d.csv", "d.tsv", "semicolon.csv", "d.npz"):
        data = bind(model, [str(tmp_path / name)], ["x=2"], []).binding.data
        assert data["x"] == 2 and data["y"].tolist() == [0.5, 2.0, -1.0], name
