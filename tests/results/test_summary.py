"""Tables of draws: entries named by their labels as ArviZ names them, numbers that are its, long vectors folded with the worst on show."""
import html.parser
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from llbayes import results
from llbayes.ir.errors import SettingsError
from llbayes.results.cells import shortened, text_of, width
from llbayes.results.folding import folded

RNG = np.random.default_rng(2)
STATS = {"diverging": np.zeros((2, 40), bool)}
AXES = {                                         # dims and labels of an array's axes, and names of its first and its last entry
    "texts": ({"school": ["Ann", "Bob", "Cleo"]}, "a[school=Ann]", "a[school=Cleo]"),
    "two dims": ({"school": ["A", "B"], "year": [1999, 2000, 2001]}, "a[school=A, year=1999]", "a[school=B, year=2001]"),
    "numbers": ({"dose": [0.5, 1.0, 2.5]}, "a[dose=0.5]", "a[dose=2.5]"),
    "dates": ({"day": np.array(["2020-01-01", "2020-02-01"], "M8[D]")}, "a[day=2020-01-01T", None),
    "days of pandas": ({"day": pd.date_range("2020-01-01", periods=2)}, "a[day=2020-01-01T", None),
    "truths": ({"treated": [False, True]}, "a[treated=False]", "a[treated=True]"),
    "commas and brackets": ({"county": ["St. Louis, MN", "Lac [x]"]}, "a[county=St. Louis, MN]", "a[county=Lac [x]]"),
    "categories": ({"c": pd.CategoricalIndex(["low", "high"])}, "a[c=low]", "a[c=high]"),
    "no name": ({"a_dim_0": [0, 1, 2]}, "a[0]", "a[2]"),
    "a loop over a plate": ({"a_dim_0": [0, 1], "school": ["A", "B"]}, "a[0, school=A]", "a[1, school=B]"),
    "none": ({}, "a", "a"),
}


def tree_of(labels):
    shape = tuple(len(values) for values in labels.values())
    return results.build({"a": RNG.normal(size=(2, 40, *shape))}, STATS, coords=labels, dims={"a": tuple(labels)})


@pytest.mark.parametrize("name", AXES)
def test_entries_are_named_by_their_labels(name):
    """Every part of ArviZ's own label stands in ours."""
    import arviz as az

    labels, first, last = AXES[name]
    found = results.summary(tree_of(labels))
    assert found.names[0].startswith(first) and found.names[-1] == (last or found.names[-1])
    for row, ours in zip(az.summary(tree_of(labels), kind="stats").index, found.names, strict=True):
        parts = row.replace("[", ", ", 1).removesuffix("]").split(", ")
        assert all(part in ours for part in parts)


@pytest.mark.filterwarnings("ignore")
def test_numbers_are_arvizs():
    import arviz as az

    rng = np.random.default_rng(3)
    tree = results.build({"x": np.cumsum(rng.normal(size=(3, 61, 4)), axis=1), "k": rng.poisson(2, size=(3, 61)), "b": rng.random((3, 61)) < 0.9}, {})
    found, theirs = results.summary(tree), az.summary(tree, round_to="none")
    for ours, name in (("mean", "mean"), ("sd", "sd"), ("ESS", "ess_bulk"), ("R-hat", "r_hat"), ("tail ESS", "ess_tail")):
        by_entry = {entry.replace("x_dim_0=", ""): v for entry, v in zip(found.names, found.columns[ours], strict=True)}
        np.testing.assert_allclose([by_entry[row] for row in theirs.index], theirs[name], rtol=1e-9)


def test_a_table_of_many_entries_fits_a_screen_and_shows_the_worst():
    counties = [f"COUNTY {k}" for k in range(85)]
    bad = RNG.normal(size=(4, 100, 85))
    bad[:, :, 84] += 10.0 * np.arange(4)[:, None]
    draws = {"mu": RNG.normal(size=(4, 100)), "raw": RNG.normal(size=(4, 100, 85)), "alpha": bad}
    tree = results.build(draws, {}, coords={"county": counties}, dims={"raw": ["county"], "alpha": ["county"]})
    text, found = results.summary_text(tree), results.summary(tree)
    assert len(text.splitlines()) <= 24 and max(map(len, text.splitlines())) <= 100
    fold = next(line for line in text.splitlines() if "more of alpha" in line)
    assert f"{found['alpha[county=COUNTY 84]']['R-hat']:.3f}" in fold and "rows=None" in text.splitlines()[-1]
    assert "COUNTY 0]" in text and "COUNTY 84" not in text
    assert all(f"alpha[county={c}]" in results.summary_text(tree, rows=None) for c in counties)
    assert [line for line in results.summary_text(tree, "alpha").splitlines() if "mu" in line or "raw" in line] == []


@pytest.mark.parametrize("rows", range(1, 30))
@pytest.mark.parametrize("sizes", [[1, 1, 85, 85], [4, 9], [2, 2, 2], [1] * 12, [30], [1, 21], [3, 1, 17, 1]])
def test_no_more_lines_than_rows(sizes, rows):
    shown = folded(sizes, rows)
    lines = sum(k + (k < size) for k, size in zip(shown, sizes, strict=False)) + (len(shown) < len(sizes))
    assert lines <= max(rows, 1) and all(0 <= k <= size and size - k != 1 or size == 1 for k, size in zip(shown, sizes, strict=False))
    assert shown == sizes if sum(sizes) <= rows else lines >= min(rows, len(sizes)) - 1
    assert folded(sizes, None) == sizes


COLUMNS = {                                      # draws (2, 12), and what their line shows
    "truths": (np.arange(24).reshape(2, 12) % 5 < 2, ["0.417", "0.504", "0", "1"]),
    "counts": (np.arange(24).reshape(2, 12), ["11.50", "7.07", "1.15", "21.85"]),
    "constant": (np.ones((2, 12)), ["1", "0", "1", "1", "–", "–", "–"]),
    "nan": (np.full((2, 12), np.nan), ["nan", "nan", "nan", "nan", "–", "–", "–"]),
    "infinite": (np.where(np.arange(24).reshape(2, 12) == 3, np.inf, 1.0), ["inf", "nan", "1", "1", "–", "–", "–"]),
    "far from 0": (1965.0 + 0.01 * np.linspace(-1, 1, 24).reshape(2, 12), ["1965.00000", "0.00615"]),
    "tiny": (1e-9 * np.linspace(0, 1, 24).reshape(2, 12), ["5e-10", "3.074e-10"]),
    "huge": (1e12 * np.linspace(0, 1, 24).reshape(2, 12), ["5e+11"]),
    "one draw": (np.ones((1, 1)), ["1", "0", "1", "1", "–", "–", "–"]),
    "no draws": (np.ones((1, 0)), ["nan", "nan", "nan", "nan", "–", "–", "–"]),
    "one chain": (np.random.default_rng(1).normal(size=(1, 50)), []),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_numbers_of_every_kind_are_shown_and_warn_of_nothing(name):
    draws, shown = COLUMNS[name]
    line = results.summary_text(results.build({"x": draws}, {})).splitlines()[1]
    assert line.split()[1:1 + len(shown)] == shown or set(shown) <= set(line.split())
    assert ("–" in line) == (draws.shape[1] < 4 or not np.ptp(np.asarray(draws, float)) > 0 or not np.isfinite(draws).all())


def test_other_groups_and_what_there_is_not():
    tree = results.build({"x": RNG.normal(size=(2, 40))}, {"energy": RNG.normal(size=(2, 40))}, observed={"y": np.arange(3.0)})
    assert "energy" in results.summary_text(tree, group="sample_stats")
    wrong = {"names": {"z": "`x`", 3: "a name"}, "group": {"prior": "`posterior`", "observed_data": "no draws", 3: "name of a group"}, "rows": {0: "`rows`", "all": "`rows`"}}
    for argument, values in wrong.items():
        for value, says in values.items():
            with pytest.raises(SettingsError, match=says):
                results.summary_text(tree, **{argument: value})
    with pytest.raises(SettingsError, match="what a sampler returned"):
        results.summary(np.zeros((2, 40)))
    with pytest.raises(KeyError, match="there are `x`"):
        results.summary(tree)["y"]
    assert results.summary_text(results.build({}, {})) == "no parameters"


def test_long_and_wide_labels_keep_the_columns_apart():
    long = "a[" + "very " * 30 + "long]"
    assert len(shortened(long)) == 60 and shortened(long).startswith("a[very") and shortened(long).endswith("long]")
    lines = text_of([("学校", "1"), ("café", "12345"), (long, "3")], ["n"]).splitlines()
    assert len({width(line) for line in lines}) == 1


class Tags(html.parser.HTMLParser):
    """The tags of a page that are open, and its text."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], set(), ""

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_html_is_whole_and_escaped():
    label = "<script>alert(1)</script> & co"
    page = results.summary(tree_of({"school": [label, "B"]}))._repr_html_()
    tags = Tags()
    tags.feed(page)
    assert not tags.open and "script" not in tags.seen and f"a[school={label}]" in tags.text and "color" not in page


def test_a_table_needs_no_arviz():
    code = ("import sys, numpy as np\nfrom llbayes import results\n"
            "v = results.Variable('x', np.random.default_rng(1).normal(size=(2, 9, 3)), ('chain', 'draw', 'k'), {'k': np.arange(3)})\n"
            "print(results.summary_text(results.PlainGroups({'posterior': {'x': v}})))\n"
            "sys.exit(sum(name in sys.modules for name in ('arviz', 'xarray', 'scipy', 'pandas', 'matplotlib')))")
    assert "x[k=2]" in subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
