"""Data in JSON files: what is meant is taken, what does not fit is refused by the argument's name and the file's."""
import gzip
import json

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import DataError, LlbayesError
from llbayes.ppl import Normal, Real


@ppl.model
def plain(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y)


@ppl.model
def typed(y: Real["row", "column"]):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y)


@ppl.model
def masked(y, seen):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y, where=seen)


@ppl.model
def sized(N, y):
    a = ppl.sample("a", Normal(0, 1), shape=N)
    ppl.sample("y", Normal(a, 1), obs=y)


REFUSED = {
    "nan": (plain, '{"y": [1, NaN]}', ["`y`", "(nan) at [1]", "where="]), "NaN as text": (plain, '{"y": [1, "NaN"]}', ["`y`", "(nan) at [1]"]),
    "Infinity as text": (plain, '{"y": ["-Infinity", 1]}', ["`y`", "(infinite) at [0]"]), "a lone NaN": (plain, '{"y": "NaN"}', ["`y`", "nan"]),
    "words": (plain, '{"y": ["a", "b"]}', ["`y`", "not numbers"]), "a number as text": (plain, '{"y": [1, "2"]}', ["`y`", "not numbers"]), "null": (plain, '{"y": null}', ["`y` is null"]),
    "a null in a list": (plain, '{"y": [1, null]}', ["`y`: 1 of 2 values are not finite", "missing="]), "ragged": (typed, '{"y": [[1, 2], [3]]}', ["`y`", "different lengths"]),
    "too few axes": (typed, '{"y": [1, 2]}', ["`y`", "(2,)", "row, column"]), "a list of one": (sized, '{"N": [2], "y": [1, 2]}', ["`N` is a list of one number", "write `2`"]),
    "large": (plain, '{"y": [1, 100000000000000000000000000]}', ["`y`", "beyond 64 bits"]), "beyond floats": (plain, '{"y": [1, 1e999]}', ["`y`", "infinite"]),
    "missing": (sized, '{"n": 2, "y": [1, 2]}', ["`N` is missing", "`n` in the file may be `N`"]), "twice": (plain, '{"y": [1], "y": [2]}', ["`y` comes twice"]),
    "a list": (plain, "[1, 2]", ["does not hold", "a list"]), "a text": (plain, '"y"', ["does not hold", "a text"]), "cut off": (plain, '{"y": [1,\n 2', ["is not a JSON file", "d.json:2:"]),
    "a comma": (plain, '{\n "y": [1, 2],\n}', ["is not a JSON file", "d.json:"]), "empty": (plain, "", ["is not a JSON file"]), "deep": (plain, "[" * 100_000, ["too deep"]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_fit_is_refused_by_name_and_file(what, tmp_path):
    model, text, fragments = REFUSED[what]
    (tmp_path / "d.json").write_text(text)
    with pytest.raises(LlbayesError) as caught:
        model.from_json(tmp_path / "d.json")
    lacking = [f for f in (*fragments, *(["d.json"] if what != "a list of one" else [])) if f not in str(caught.value)]
    assert not lacking, (lacking, str(caught.value))


@pytest.mark.parametrize(("name", "raw", "says"), [("d.json", gzip.compress(b"{}", mtime=0), "is compressed"), ("d.json.gz", b'{"y": [1]}', "is not compressed"),
                                                   ("d.json", '{"y": "é"}'.encode("latin-1"), "no UTF-8"), ("d.json.gz", gzip.compress(b'{"y": [1]}', mtime=0)[:-9], "is not a JSON file"),
                                                   ("d.csv", b"y\n1\n", "pandas")])
def test_files_of_another_kind(name, raw, says, tmp_path):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(DataError, match=says) as caught:
        plain.from_json(tmp_path / name)
    assert name in str(caught.value)


def test_files_that_are_not_there(tmp_path):
    (tmp_path / "data.json").write_text("{}")
    for path, says in ((tmp_path / "dta.json", "did you mean"), ("no/such/folder/d.json", "is looked for in")):
        with pytest.raises(FileNotFoundError, match=says) as caught:
            plain.from_json(path)
        assert isinstance(caught.value, DataError)
    with pytest.raises(DataError, match=r"plain\.bind\(\*\*data\)"):
        plain.from_json({"y": [1.0]})


@pytest.mark.parametrize("infinite", ["NaN", "Infinity", "-Inf", "+Infinity"])
def test_numbers_that_are_not_finite_are_numbers_where_they_may_be(infinite, tmp_path):
    (tmp_path / "d.json").write_text(json.dumps({"y": [1.0, infinite], "seen": [True, False], "other": None}))
    assert masked.from_json(tmp_path / "d.json").log_density(np.zeros(1)) == pytest.approx(plain.bind(y=np.ones(1)).log_density(np.zeros(1)))


def test_files_of_other_encodings_of_unicode(tmp_path):
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        (tmp_path / "d.json").write_text('{"y": [1, 2]}', encoding=encoding)
        assert plain.from_json(tmp_path / "d.json").dim == 1
