"""One page of whatever a run gives: no picture on it is empty, labels are those of tables, what has no room is named."""
from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure

from llbayes import plots, results
from llbayes.ir.errors import SettingsError

RNG = np.random.default_rng(4)
LEAD = ("chain", "draw")


def normal(*shape, chains=4, draws=40):
    return RNG.normal(size=(chains, draws, *shape))


def tree_of(arrays, dims=None, coords=None, diverging=None):
    dims, coords = dims or {}, coords or {}
    own = {name: dims.get(name, tuple(f"{name}_dim_{k}" for k in range(a.ndim - 2))) for name, a in arrays.items()}
    posterior = {name: results.Variable(name, a, (*LEAD, *own[name]), {d: np.asarray(coords[d]) for d in own[name] if d in coords}) for name, a in arrays.items()}
    stats = {} if diverging is None else {"diverging": results.Variable("diverging", diverging, LEAD, {})}
    return results.PlainGroups({"posterior": posterior, "sample_stats": stats})


COUNTY = {"county": [f"COUNTY {k}" for k in range(85)]}
TREES = {
    "scalars and a vector": tree_of({"mu": normal(), "tau": np.exp(normal()), "theta": normal(3)}, {"theta": ("school",)}, {"school": ["A", "B", "C"]},
                                    RNG.random((4, 40)) < 0.05),
    "no vectors": tree_of({"a": normal(), "b": 1e6 * normal()}),
    "no scalars": tree_of({"theta": normal(6)}),
    "one scalar": tree_of({"a": normal()}),
    "many scalars": tree_of({f"a{k}": normal() for k in range(15)}),
    "many rows": tree_of({"mu": normal(), "raw": normal(85), "alpha": normal(85)}, {"raw": ("county",), "alpha": ("county",)}, COUNTY),
    "a long series": tree_of({"x": normal(120)}, {"x": ("day",)}, {"day": np.arange("2020-01-01", "2020-04-30", dtype="M8[D]")}),
    "matrices": tree_of({"W": normal(12, 9), "L": normal(2, 2), "T": normal(2, 3, 10)}, {"W": ("country", "year")},
                        {"country": [f"C{k}" for k in range(12)], "year": np.arange(2000, 2009)}),
    "one chain": tree_of({"a": normal(chains=1), "t": normal(3, chains=1)}),
    "sixteen chains": tree_of({"a": normal(chains=16)}),
    "one draw": tree_of({"a": normal(draws=1), "t": normal(3, draws=1)}),
    "one draw of one chain": tree_of({"a": normal(draws=1, chains=1)}),
    "counts and truths": tree_of({"k": RNG.poisson(3, size=(4, 40)), "b": RNG.random((4, 40)) < 0.3, "z": RNG.integers(0, 3, size=(4, 40, 5))}),
    "a constant": tree_of({"c": np.ones((4, 40))}),
    "constants": tree_of({"L": np.stack([np.ones((4, 40)), normal(), np.zeros((4, 40))], axis=-1), "c": np.ones((4, 40)), "x": normal()}),
    "nan": tree_of({"n": np.full((4, 40), np.nan), "some": np.where(RNG.random((4, 40)) < 0.2, np.nan, normal()), "t": np.where(np.arange(3) == 1, np.inf, normal(3))}),
    "nan alone": tree_of({"n": np.full((4, 40, 2), np.nan)}),
    "long names": tree_of({"a_name_that_" + "never_" * 10 + "ends": normal(), "theta": normal(2)}, {"theta": ("place",)}, {"place": ["long " * 20 + "A", "long " * 20 + "B"]}),
    "nothing": tree_of({}),
    "nothing in it": tree_of({"a": normal(0)}),
}


@cache
def page(name):
    """Drawn once: tests look at it and change nothing."""
    return plots.overview(TREES[name], title=name)


def drawn(axes):
    """Whether there is anything on it: lines, bars, an image, or words."""
    lines = any(np.isfinite(np.asarray(line.get_ydata(), float)).any() for line in axes.lines)
    return bool(lines or axes.patches or axes.images or axes.collections or axes.texts)


def words(figure):
    """All texts on a page: titles, labels, ticks, words."""
    return [t.get_text() for t in figure.findobj(lambda artist: type(artist).__name__ in ("Text", "Annotation")) if t.get_text()]


def labels(axes):
    return [t.get_text() for t in axes.get_yticklabels()]


@pytest.mark.parametrize("name", TREES)
def test_no_picture_on_the_page_is_empty(name):
    figure = page(name)
    assert figure.axes and all(drawn(axes) for axes in figure.axes)
    assert name in words(figure)


@pytest.mark.parametrize("name", ["scalars and a vector", "matrices", "long names"])
def test_pictures_fill_the_page_and_stay_apart(name):
    figure = page(name)
    figure.draw_without_rendering()
    boxes = [axes.get_position().transformed(axes.figure.transSubfigure - figure.transSubfigure) for axes in figure.axes]
    assert sum(box.width * box.height for box in boxes) > 0.4
    assert not any(one.shrunk(0.98, 0.98).overlaps(other.shrunk(0.98, 0.98)) for k, one in enumerate(boxes) for other in boxes[:k])
    sheet = figure.bbox.padded(2.0)
    outside = [t.get_text() for axes in figure.axes if axes.get_label() != "<colorbar>" for t in (axes.title, axes.xaxis.label, axes.yaxis.label, *axes.get_yticklabels())
               if t.get_text() and t.get_visible() and not sheet.contains(*t.get_window_extent().min)]
    assert not outside


def test_a_forest_has_a_row_an_entry_by_its_label():
    forest = page("scalars and a vector").axes[0]
    assert sorted(labels(forest)) == ["theta[school=A]", "theta[school=B]", "theta[school=C]"] and "theta" in forest.get_title()
    low, high = forest.get_xlim()
    theta = TREES["scalars and a vector"].groups["posterior"]["theta"].values
    assert low < np.quantile(theta, 0.05) and high > np.quantile(theta, 0.95)
    assert len(labels(page("many rows").axes[0])) == 85
    assert [text for text in words(page("many rows")) if text == "not on this page: raw"]


def test_numbers_stay_in_order_and_names_are_sorted():
    values = np.array([3.0, 1.0, 2.0]) + 0.01 * normal(3)
    by_year = plots.overview(tree_of({"x": values}, {"x": ("year",)}, {"year": [2001, 2002, 2003]})).axes[0]
    by_name = plots.overview(tree_of({"x": values}, {"x": ("who",)}, {"who": ["A", "B", "C"]})).axes[0]
    assert labels(by_year) == ["x[year=2003]", "x[year=2002]", "x[year=2001]"]
    assert labels(by_name) == ["x[who=B]", "x[who=C]", "x[who=A]"]


def test_chains_have_a_legend_and_ranks_a_line_where_they_agree():
    figure = page("scalars and a vector")
    legend = [t.get_text() for t in figure.legends[0].get_texts()]
    assert legend == ["chain 0", "chain 1", "chain 2", "chain 3", "ranks when chains agree", "divergences"]
    ranks = next(axes for axes in figure.axes if axes.get_title() == "ranks")
    level = ranks.lines[-1].get_ydata()[0]
    assert level * 8 == 40 and len(ranks.patches) == 4
    halves = page("one chain")
    assert [t.get_text() for t in halves.legends[0].get_texts()] == ["first half", "second half", "ranks when halves agree"]


def test_scalars_that_are_few_are_joined_by_the_worst_entries():
    bad = normal(5)
    bad[..., 3] += np.arange(4)[:, None] * 5.0
    titles = [axes.get_title() for axes in plots.overview(tree_of({"mu": normal(), "t": bad})).axes]
    assert titles.index("mu") < titles.index("t[3]")


def test_a_page_is_shown_by_notebooks_or_written(tmp_path):
    figure = page("one scalar")
    assert isinstance(figure, Figure) and figure._repr_png_().startswith(b"\x89PNG")
    for given, written in (("b", "b.png"), ("c.svg", "c.svg")):
        assert plots.overview(TREES["one scalar"], tmp_path / given) == tmp_path / written and (tmp_path / written).stat().st_size > 1000
    with pytest.raises(SettingsError, match="no kind of picture"):
        plots.overview(TREES["one scalar"], tmp_path / "a.txt")
    with pytest.raises(SettingsError, match="what a sampler returned"):
        plots.overview(np.zeros(3))


def test_nothing_of_the_users_own_plots_is_changed():
    import matplotlib.pyplot as plt

    before = plt.get_backend(), plt.get_fignums()
    plots.overview(TREES["one scalar"])
    assert (plt.get_backend(), plt.get_fignums()) == before


@pytest.mark.parametrize(("draw", "names", "axes"), [("forest", "theta", 1), ("forest", ["mu", "theta"], 2), ("trace", "theta", 6), ("trace", "theta[school=B]", 2),
                                                     ("pairs", ["mu", "theta[school=B]"], 4), ("pairs", None, 16)])
def test_single_kinds_take_variables_and_entries(draw, names, axes):
    figure = getattr(plots, draw)(TREES["scalars and a vector"], names)
    assert len(figure.axes) == axes and all(drawn(a) for a in figure.axes)


@pytest.mark.parametrize(("draw", "names", "says"), [("forest", "nothing", "theta"), ("trace", "theta[school=Z]", r"theta\[school=A\]"), ("pairs", "z", "mu"), ("pairs", 3, "names")])
def test_names_that_there_are_not(draw, names, says):
    with pytest.raises(SettingsError, match=says):
        getattr(plots, draw)(TREES["scalars and a vector"], names)
    with pytest.raises(SettingsError, match="one picture shows"):
        plots.pairs(TREES["many rows"], "alpha")
