"""Sizes of dims that a model's source says before it has run: read where they are plain, and nowhere else."""
import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import ModelError
from llbayes.ppl import Normal
from llbayes.ppl.inputs.dims_ahead import dims_written, sizes_ahead

DATA = {"y": np.zeros((3, 2)), "x": np.zeros(3), "J": 3, "K": 2}


def observed(y):
    ppl.sample("t", Normal(0, 1), dims=("a", "b"))
    ppl.sample("y", Normal(0, 1), obs=y, dims=("a", "b"))


def by_place(x):
    ppl.sample("x", Normal(0, 1), x, dims="a")


def counted(J, K):
    ppl.sample("t", Normal(0, 1), shape=(J, K), dims=["a", "b"])


def in_a_branch(x, J):
    if J:
        for _ in range(2):
            ppl.sample("x", Normal(0, 1), obs=x, dims="a")


def changed(x):
    x = x[1:]
    ppl.sample("x", Normal(0, 1), obs=x, dims="a")


def made(x):
    ppl.sample("x", Normal(0, 1), obs=x * 2, dims="a")


def at_odds(x, K):
    ppl.sample("x", Normal(0, 1), obs=x, dims="a")
    ppl.sample("t", Normal(0, 1), shape=K, dims="a")


def of_another_rank(y):
    ppl.sample("y", Normal(0, 1), obs=y, dims="a")


def computed(x, J):
    dim = "a"
    ppl.sample("x", Normal(0, 1), obs=x, dims=dim)
    ppl.sample("t", Normal(0, 1), shape=J + 1, dims="b")


def without(x):
    ppl.sample("x", Normal(0, 1), obs=x)


SIZES = {observed: {"a": 3, "b": 2}, by_place: {"a": 3}, counted: {"a": 3, "b": 2}, in_a_branch: {"a": 3}, changed: {}, made: {}, at_odds: {},
         of_another_rank: {}, computed: {}, without: {}}


@pytest.mark.parametrize("f", SIZES, ids=lambda f: f.__name__)
def test_sizes_are_those_that_the_source_says(f):
    assert sizes_ahead(f, DATA) == SIZES[f]


def test_dims_are_those_that_sites_name():
    assert dims_written(observed) == {"a", "b"} and dims_written(computed) == {"b"} and not dims_written(without)


@ppl.model
def schools(y, J=3):
    t = ppl.sample("t", Normal(0, 1), dims="school")
    ppl.sample("y", Normal(t, 1), obs=y, dims="school")


def test_a_model_binds_without_coords_and_labels_win():
    assert schools.bind(y=[1.0, 2.0, 3.0]).dim == 3
    with pytest.raises(ModelError, match="its coords have 2 labels"):
        schools.bind(y=[1.0, 2.0, 3.0], coords={"school": ["a", "b"]})


def test_what_nothing_says_is_asked_for():
    @ppl.model
    def unknown(y):
        t = ppl.sample("t", Normal(0, 1), dims="school")
        ppl.sample("y", Normal(np.sum(t), 1), obs=y)

    with pytest.raises(ModelError, match="coords= when binding"):
        unknown.bind(y=1.0)


def test_a_file_of_data_may_hold_coords(tmp_path):
    (tmp_path / "d.json").write_text('{"y": [1, 2], "coords": {"school": ["a", "b"]}}')
    assert list(schools.from_json(tmp_path / "d.json").coords["school"]) == ["a", "b"]
    assert list(schools.from_json(tmp_path / "d.json", coords={"school": [5, 6]}).coords["school"]) == [5, 6]
