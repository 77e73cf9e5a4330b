"""Progress in a terminal, in a notebook and in a log: divergences of the warm-up are told apart, the end is shown, and nothing needs a widget."""
import io
import re
import sys

import numpy as np
import pytest

from llbayes import samplers
from llbayes.samplers import progress
from llbayes.samplers.progress import tasks
from llbayes.samplers.progress.bars import bars
from llbayes.samplers.progress.looks import Watch
from llbayes.samplers.progress.notebook import table


class Chain:
    """As it is looked at while it runs."""

    total = 2000

    def __init__(self, done, diverged, warmup_diverged):
        self.word = np.array([0, done, diverged, warmup_diverged, 10 * done])

    def step_size(self):
        return 0.5


@pytest.fixture
def chains():
    return [Chain(1500, 0, 16), Chain(300, 0, 7), Chain(2000, 12, 0)]


class Display:
    """What IPython's `display` shows, newest last."""

    def __init__(self):
        self.seen = []

    def __call__(self, bundle, *, raw, display_id):
        assert raw and display_id
        self.seen.append(bundle)
        return self

    def update(self, bundle, *, raw):
        assert raw
        self.seen.append(bundle)


def steep(z):
    """A funnel: its neck makes trajectories diverge."""
    return -z[0] ** 2 / 18.0 - 0.5 * np.sum(z[1:] ** 2) * np.exp(-z[0]) - 0.5 * 9 * z[0]


def cliff(z):
    """Trajectories that go over the edge diverge, whatever rounding makes of them."""
    return -0.5 * np.sum(z * z) - (1e6 if z[0] > 0.5 else 0.0)


def run(draws=100, **settings):
    return samplers.nuts(steep, dim=10, draws=draws, tune=100, chains=2, seed=1, cores=1, **settings)


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
def test_a_log_counts_divergences_of_draws_and_of_the_warm_up_apart(capsys):
    tree = samplers.nuts(cliff, dim=2, draws=100, tune=100, chains=2, seed=1, cores=1)
    divergent = int(tree.sample_stats["diverging"].sum())
    last = capsys.readouterr().err.splitlines()[-1]
    shown = re.search(r"divergences (\d+) \((\d+) in warm-up\)", last)
    assert shown and int(shown[1]) == divergent > 0 and int(shown[2]) > 0 and "400 of 400 draws" in last


def test_a_table_of_a_notebook_is_renewed_in_place_and_ends_with_the_end(chains, monkeypatch):
    monkeypatch.setattr("llbayes.samplers.progress.notebook.EVERY", 0.0)
    display = Display()
    with table(Watch(chains, 1000), display) as draw:
        chains[1].word[1:] = 2000, 3, 7, 20_000
        assert draw()
    first, *_, last = display.seen
    assert "300/2,000" in first["text/html"] and "300/2,000" not in last["text/html"]
    for kind in ("text/html", "text/plain"):
        assert "0 (16 in warm-up)" in last[kind] and "3 (7 in warm-up)" in last[kind] and "gradients/s" in last[kind]
    assert last["text/html"].count("<tr>") == last["text/html"].count("</tr>") == 4 and "class" not in last["text/html"]


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
def test_a_run_in_a_notebook_asks_for_no_widgets(monkeypatch, capsys):
    display = Display()
    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    run(draws=20)
    assert display.seen[-1]["text/plain"].count("120/120") == 2 and not capsys.readouterr().err


def test_a_count_in_a_cell_is_shown_from_when_patience_ends(monkeypatch):
    display = Display()
    monkeypatch.setattr(tasks, "in_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", display)
    for patience in (60.0, 0.0):
        with tasks.counting("replicates", 8, True, patience) as (count, tick):
            count.done = 8
            tick()
        assert (len(display.seen) > 0) == (patience == 0.0)
    assert display.seen[-1]["text/plain"].startswith("replicates: 8 of 8 done")


def test_only_a_kernel_is_a_notebook(monkeypatch):
    from ipykernel.zmqshell import ZMQInteractiveShell
    from IPython.core.interactiveshell import InteractiveShell

    assert not progress.in_notebook()
    monkeypatch.setattr("IPython.get_ipython", lambda: InteractiveShell.__new__(InteractiveShell))
    assert not progress.in_notebook()
    monkeypatch.setattr("IPython.get_ipython", lambda: ZMQInteractiveShell.__new__(ZMQInteractiveShell))
    assert progress.in_notebook()


def test_bars_fit_a_narrow_terminal(chains):
    from rich.console import Console

    out = io.StringIO()
    with bars(Watch(chains, 1000), Console(file=out, force_terminal=True, width=80, legacy_windows=False)) as draw:
        assert draw()
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", out.getvalue())
    lines = text.replace("\r", "\n").splitlines()
    assert max(map(len, lines)) <= 80 and "…" not in text and "0 (16 in warm-up)" in text and "2,000/2,000" in text


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
def test_what_cannot_be_shown_stops_nothing(monkeypatch):
    class Closed(io.StringIO):
        def write(self, text):
            raise ValueError("closed")

    monkeypatch.setattr(sys, "stderr", Closed())
    assert run(draws=5).posterior.sizes["draw"] == 5
