"""Results show themselves: a short text and a table of HTML, of one output and of many; pictures of series go over all of them."""
import inspect
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import numpy as np
import pytest

from llbayes import ppl, samplers, uq
from llbayes.ppl import Normal, Uniform
from llbayes.uq.method import Needs

TIMES = np.linspace(0.0, 3.0, 25)
DAYS = np.arange("2020-01-01", "2020-01-26", dtype="M8[D]")
INPUTS = uq.Inputs({"load <N>": Normal(10, 2), "length & width": Uniform(1, 2)})
OF_INPUTS = [m for m in uq.METHODS.values() if m.needs not in (Needs.POSTERIOR, Needs.LIMIT_STATE)]
MODELS = {"a number": lambda x: x[0] * x[1], "two": lambda x: np.array([x[0], x[0] * x[1]]), "a series": lambda x: x[0] * np.exp(-x[1] * TIMES),
          "a matrix": lambda x: np.array([[x[0], x[1] + x[0]], [x[0] * x[1], x[1]], [x[0], x[1]]])}
RESULTS = {}


def result(m, model):
    """Each is made once."""
    if (m.name, model) not in RESULTS:
        taken, x = inspect.signature(m.call).parameters, INPUTS.sample(32, seed=1)
        settings = {name: value for name, value in {"n": 32, "seed": 1, "names": INPUTS.names}.items() if name in taken}
        given = (x, np.array([MODELS[model](row) for row in x])) if m.needs is Needs.DATA else (MODELS[model], INPUTS)
        RESULTS[m.name, model] = m.call(*given, **settings)
    return RESULTS[m.name, model]


@ppl.model
def schools(y):
    mu = ppl.sample("mu", Normal(0.0, 1.0))
    theta = ppl.sample("theta", Normal(mu, 1.0), dims="school")
    ppl.sample("y", Normal(theta, 1.0), obs=y, dims="school")


def posterior(n=30):
    return schools.bind(y=np.linspace(-1.0, 1.0, n), coords={"school": [f"<school> {k}" for k in range(n)]})


class Checked(HTMLParser):
    """Tags close in order; the text that is left."""

    def __init__(self, page):
        super().__init__()
        self.open, self.text = [], ""
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        assert tag in ("div", "table", "thead", "tbody", "tr", "th", "td")
        assert "color" not in str(attrs)                                     # light and dark themes have their own
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data + " "


def everything():
    yield from ((f"{m.name} of {model}", result(m, model)) for m in OF_INPUTS for model in MODELS)
    yield "laplace", uq.laplace(posterior(), draws=50, seed=1)
    yield from (("inputs", INPUTS), ("joint", uq.GaussianInputs(("a", "b"), [0.0, 1.0], np.eye(2))))


def test_all_results_are_short_texts_and_whole_html():
    for name, r in everything():
        text, page = repr(r), Checked(r._repr_html_())
        assert str(r) == text and 3 <= len(text.splitlines()) <= 26 and max(map(len, text.splitlines())) <= 110, name
        assert "array(" not in text and "object at" not in text
        assert all(word in page.text for line in text.splitlines()[1:4] for word in line.split()), name


@pytest.mark.parametrize("m", OF_INPUTS, ids=lambda m: m.name)
def test_many_outputs_are_rows_and_one_is_picked_by_its_number(m):
    r = result(m, "a series")
    assert r.table(3) != r.table() and r.table(-1) == r.table(24)
    assert "25 outputs" in r.table() or "[3]" in r.table() and "… 5 more" in r.table()
    assert "[2, 1]" in result(m, "a matrix").table() or "[2]" in result(m, "a matrix").table() or "6 outputs" in result(m, "a matrix").table()


@pytest.mark.parametrize("m", OF_INPUTS, ids=lambda m: m.name)
@pytest.mark.parametrize("at", [None, TIMES, DAYS, list(range(25))], ids=["none", "times", "days", "numbers"])
def test_a_series_is_drawn_over_its_places(m, at):
    ax = result(m, "a series").plot(at=at)
    places = np.arange(25) if at is None else np.asarray(at)
    assert all(len(line.get_xdata()) == 25 for line in ax.lines) and ax.lines
    assert ax.collections or not any(name.endswith("_se") for name in result(m, "a series").values)             # bands of intervals
    low, high = (ax.convert_xunits(x) for x in (places[0], places[-1]))
    assert ax.get_xlim()[0] <= low < high <= ax.get_xlim()[1]
    assert ax.get_xlabel() == ("output" if at is None else "") and ax.get_ylabel() and ax.get_legend()
    plt.close("all")


@pytest.mark.parametrize("m", OF_INPUTS, ids=lambda m: m.name)
def test_few_outputs_are_not_joined(m):
    for model, count in (("two", 2), ("a matrix", 6)):
        ax = result(m, model).plot()
        assert all(line.get_linestyle() == "None" for line in ax.lines) and len(ax.get_xticks()) == count
    assert result(m, "a matrix").plot(output=1) and result(m, "a number").plot()
    plt.close("all")


def test_indices_of_all_outputs_together_are_shares():
    r = result(uq.METHODS["sobol"], "a series")
    np.testing.assert_allclose(r.ST_all, np.average(r.ST, axis=1, weights=r.variance))


def test_a_laplace_approximation_has_labels_and_is_folded():
    r = uq.laplace(posterior(), draws=50, seed=1)
    assert "theta[school=<school> 3]" in r.table() and "more of theta" in r.table() and "rows=None" in r.table()
    assert "theta[school=<school> 29]" in r.table(rows=None) and "more of" not in r.table(rows=None)
    assert [t.get_text() for t in r.plot(names="mu").get_yticklabels()] == ["mu"]
    with pytest.raises(ValueError, match="names"):
        r.plot(names="nothing")
    plain = samplers.laplace_approximation.approximate(lambda x: -np.sum(x * x), dim=3, seed=1, draws=10)
    assert "efficiency" in repr(plain)
    plt.close("all")
