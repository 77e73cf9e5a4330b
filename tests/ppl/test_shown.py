"""Models, posteriors and distributions show what they are, how large, and what to do next; in notebooks as escaped HTML."""
import numpy as np
import pytest

from llbayes import ppl
from llbayes.ppl import HalfNormal, Int, Normal
from llbayes.ppl.distributions import CONSTRUCTORS


@ppl.model
def schools(y, sigma, k: Int = 1):
    """Means of <schools> & their spread."""
    mu = ppl.sample("mu", Normal(0.0, 5.0))
    tau = ppl.sample("tau", HalfNormal(5.0))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(), dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


@ppl.model
def many(y):
    for i in range(60):
        ppl.sample(f"a{i}", Normal(0.0, 1.0))
    ppl.sample("y", Normal(0.0, 1.0), obs=y)


LABELS = ["Choate", "<b>Deer</b>", "Phillips", "Hotchkiss", "St. Paul", "Mt. Hermon"]


def bound():
    return schools.bind(y=np.arange(6.0), sigma=np.ones(6), coords={"school": LABELS})


def test_a_model_shows_its_arguments_and_how_to_bind_it():
    text = repr(schools)
    assert text == str(schools) and "model schools(y, sigma, k: Int = 1)" in text and "schools.bind(y=…, sigma=…) gives a posterior" in text and __file__ in text
    page = schools._repr_html_()
    assert "&lt;schools&gt; &amp; their" in page and "schools.bind" in page


def test_a_posterior_shows_sites_labels_data_and_what_to_do_next():
    text = repr(bound())
    assert text == str(bound()) and "posterior of `schools`: 8 unconstrained coordinates" in text.splitlines()[0]
    row = next(line for line in text.splitlines() if line.startswith("theta"))
    assert "(6,)" in row and "school" in row and "noncentered" in row
    assert "school = Choate" in text and "(6)" in text and "sigma (6,)" in text and "k = 1" in text and "samplers.nuts" in text
    page = bound()._repr_html_()
    assert "<b>" not in page and "&lt;b&gt;Deer" in page and page.count("<tr>") == 5


def test_a_long_table_of_sites_is_cut():
    text = repr(many.bind(y=1.0))
    assert len(text.splitlines()) < 40 and "… 31 more sites" in text and "60 unconstrained" in text


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_a_distribution_shows_its_parameters(name):
    constructor = CONSTRUCTORS[name]
    family = constructor.families[0]
    dist = constructor(*family.examples[0]) if not isinstance(family.examples[0], dict) else constructor(**family.examples[0])
    text = repr(dist)
    assert "object at" not in text and text.endswith(")") and "=" in text and len(text) < 200


def test_forms_of_distributions_show_what_was_done_to_them():
    assert repr(Normal(0.5, 2)) == "Normal(loc=0.5, scale=2)"
    assert repr(Normal(0, 1).truncated(low=0.0)) == "Normal(loc=0, scale=1).truncated(low=0)"
    assert repr(Normal(0, 1).noncentered()) == "Normal(loc=0, scale=1).noncentered()"
    assert repr(Normal(np.zeros((3, 4)), np.array([1.0, 2.0]))).startswith("Normal(loc=array(3, 4), scale=[1. 2.]")


SETS = [ppl.real, ppl.positive, ppl.unit, ppl.simplex, ppl.ordered, ppl.positive_ordered, ppl.lower(0), ppl.upper(1.5), ppl.interval(0, 1), ppl.affine(1, 2),
        ppl.cholesky_corr(3), ppl.corr_matrix(3), ppl.cov_matrix(2), ppl.cholesky_cov(3, 2), ppl.unit_vector, ppl.sum_to_zero, ppl.sum_to_zero_matrix, ppl.stochastic_rows,
        ppl.stochastic_columns]  # fmt: skip


def test_sets_and_annotations_show_themselves_as_they_are_written():
    for shown in SETS:
        np.testing.assert_equal(repr(eval(f"ppl.{shown!r}")), repr(shown))
    assert repr([ppl.Real["day", "country"], ppl.Int, ppl.lower(np.zeros(30))]) == "[Real[day, country], Int, lower(…)]"


def test_a_run_shows_value_and_log_density_of_each_site():
    text = repr(bound().interpret(np.full(8, 0.1)))
    assert text.startswith("log density -") and len(text.splitlines()) == 6
    assert next(line for line in text.splitlines() if line.startswith("mu")).split() == ["mu", "0.1", "-2.52858"]
    assert "object" not in text and "array(" not in text
