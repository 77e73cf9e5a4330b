"""Ready models say what they are and which data are theirs; data sets have labels where their source has them."""
import gzip
import json
from collections import Counter

import pytest

from llbayes import models

HOMES = {"Aitkin": 4, "Anoka": 52, "Becker": 3, "Hennepin": 105, "Lac qui Parle": 2, "Mahnomen": 1, "McLeod": 13, "Ramsey": 32, "St. Louis": 116,
         "Yellow Medicine": 2}


@pytest.mark.parametrize("name", models.names())
def test_a_model_says_what_it_is_and_has_data_with_its_arguments(name):
    assert models.about(name) and "Data" not in models.about(name) and models.data_of(name) and len(models.about(name)) <= 130
    function = models.get(name).function
    for data in models.data_of(name):
        held = json.loads(gzip.decompress(models.data_path(data).read_bytes()))
        assert set(function.__code__.co_varnames[:function.__code__.co_argcount]) <= set(held)


def test_counties_have_as_many_homes_as_the_survey():
    data = json.loads(gzip.decompress(models.data_path("radon_mn").read_bytes()))
    county = models.labels_of("radon_mn")["county"]
    homes = Counter(county[k - 1] for k in data["county_idx"])
    assert len(set(county)) == data["J"] == 85 and {name: homes[name] for name in HOMES} == HOMES


@pytest.mark.parametrize(("name", "dim", "label"), [("radon_mn-radon_hierarchical_intercept_noncentered", "county", "Aitkin"),
                                                    ("eight_schools-eight_schools_centered", "school", "A")])
def test_posteriors_have_them(name, dim, label):
    posterior = models.posterior(name)
    assert posterior.coords[dim][0] == label and all(v.dims == (dim,) for v in posterior.variables if v.shape == posterior.coords[dim].shape)


def test_a_model_runs_without_them():
    assert not models.get("eight_schools_centered").from_json(models.data_path("eight_schools")).coords
