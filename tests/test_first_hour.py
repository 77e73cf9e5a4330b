"""The tasks of `tests/first_hour.md`: what a newcomer sees is right, and every message names line, cause and remedy."""
from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("first_hour", Path(__file__).parent / "first_hour" / "run.py")
first_hour = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(first_hour)

pytestmark = pytest.mark.sweep
ESCAPES = "\x1b", "\r"
OURS = re.compile(r'File ".*/llbayes/(?!ir/tracebacks\.py)')          # the one frame that ends a traceback is that of the public call


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A task by its name, done once."""
    known = {}

    def of(name):
        if name not in known:
            known[name] = first_hour.done(name, tmp_path_factory.mktemp(name))
        return known[name]
    return of


@pytest.mark.parametrize("name", first_hour.TASKS)
def test_commands_end_as_they_should_and_show_nothing_of_ours(shown, name):
    for one in shown(name):
        assert one.status == one.command.status, first_hour.told(one)
        assert not OURS.search(one.err), one.err
        assert not any(code in one.out + one.err for code in ESCAPES), first_hour.told(one)


def rows(text):
    """The first words of the lines of a table."""
    return [line.split("  ")[0].strip() for line in text.splitlines()]


def test_a_regression_is_labelled_and_right(shown):
    (one,) = shown("a_regression_with_a_dataframe")
    assert {"intercept", "sigma", "slope[predictor=area]", "slope[predictor=rooms]"} <= set(rows(one.out))
    ours = [float(re.search(rf"^{re.escape(name)} +(\S+)", one.out, re.M)[1]) for name in ("intercept", "slope[predictor=area]", "slope[predictor=rooms]")]
    least_squares = [float(x) for x in re.findall(r"-?[\d.]+", one.out.rpartition(":")[2])]
    assert ours == pytest.approx(least_squares, abs=2.0)
    assert one.err == ""


def test_counties_have_their_names(shown):
    (one,) = shown("radon_with_labels")
    assert re.search(r"^level .* county +12$", one.out, re.M)
    assert {"level[county=Aitkin]", "level[county=Big Stone]", "level[county=Chippewa]"} <= set(rows(one.out))
    assert not re.search(r"level\[\d", one.out)


MESSAGES = {                                       # task and number of the command: what names the line, the cause and the way out
    ("a_wrong_shape", 0): ("wrong_shape.py:10", "`x` has shape (50, 2), `slope` has shape (3,)", "a parameter by its `shape=` or `dims=`"),
    ("a_wrong_shape", 1): ("wrong_length.py:10", "`y` has shape (49,), its distribution Normal(loc, scale) has (50,)", "reshape the data or the parameters"),
    ("a_typo", 0): ("typo.py:7:41", "name 'q' is not defined", "what has a value here: `n`, `heads`, `p`"),
    ("a_typo", 1): ("typo_distribution.py:7:25", "`ppl` has no `Binomal`", "did you mean `ppl.Binomial`?"),
    ("a_typo", 2): ("typo_data.py:10:13", "`haeds` is not an argument of the model", "did you mean `heads`?"),
    ("a_typo", 3): ("typo_setting.py:11:8", "no argument `target_acept`", "did you mean `target_accept`"),
    ("a_divergence_with_a_cause", 0): ("divergence.py:19", "divergence", "raise `target_accept`"),
    ("a_file_by_command_line", 3): ("growth.py", "the model `growth` takes `age`, `weight`", "--data FILE"),
    ("a_file_by_command_line", 4): ("`draws.nc`", "is there already", "--overwrite"),
    ("a_file_by_command_line", 5): ("`grwoth.py`", "there is no file", "close: `growth.py`"),
}  # fmt: skip


@pytest.mark.parametrize(("task", "number"), MESSAGES)
def test_messages_name_line_cause_and_remedy(shown, task, number):
    one = shown(task)[number]
    for part in MESSAGES[task, number]:
        assert part in first_hour.told(one)


def test_a_divergence_has_a_cause_and_a_mend(shown):
    one, mended = shown("a_divergence_with_a_cause")
    assert "they gather at small values of `tau`" in one.err
    assert {"mu", "tau"} <= set(rows(one.out))
    assert "divergence" not in mended.err


def test_a_notebook_shows_what_things_are(shown, tmp_path_factory):
    (one,) = shown("a_notebook")
    assert "Traceback" not in one.err
    executed = next(tmp_path_factory.getbasetemp().glob("a_notebook*/executed.ipynb"))
    cells = [cell["outputs"] for cell in json.loads(executed.read_text())["cells"] if cell["cell_type"] == "code"]
    text = json.dumps(cells)
    assert " at 0x" not in text
    assert "\\u001b" not in text
    assert text.count('"image/png"') == 2
    assert "level[county=Blue Earth]" in text
    (error,) = [output for outputs in cells for output in outputs if output["output_type"] == "error"]
    assert error["ename"] == "DataError"
    assert "at Cell In[8], line 1" in error["evalue"]
    assert len(error["traceback"]) <= 4


def test_the_table_of_the_file_is_that_of_the_run(shown):
    run, summary, picture, *_ = shown("a_file_by_command_line")
    table = [line for line in run.out.splitlines() if re.match(r"(start|rate|sigma) ", line)]
    assert len(table) == 3
    assert all(line in summary.out for line in table)
    assert "picture.png" in picture.out
    assert "next:" in run.out


def test_the_same_seed_gives_the_same_draws(shown):
    one, other = shown("the_same_seed_again")
    first, again, different = (line.split()[-1] for line in one.out.splitlines())
    assert first == again != different
    assert one.out == other.out
