"""R's dump files: what stands in them and what it means, and what is said of other files."""
import gzip
import json

import numpy as np
import pytest

from llbayes.ir.errors import DataError, SettingsError
from llbayes.stan.checking import check
from llbayes.stan.grammar import parse
from llbayes.stan.inputs import convert, read
from llbayes.stan.inputs.rdump import read_rdump
from llbayes.stan.source import Source

LINES = [                                                              # a line of a file, its value
    ("N <- 3", 3), ("N <- 3L", 3), ("N = -3;", -3), ('"N" <- 3', 3), ("'N' <- 3", 3), ("N <<- 3", 3), ("`N` <- +3", 3), ("N <-\n3", 3),
    ("N <- 0x1F", 31), ("N <- 3.0", 3.0), ("N <- 3.", 3.0), ("N <- .5", 0.5), ("N <- 1e3", 1000.0), ("N <- 1E+3L", 1000), ("N <- -2.5e-3", -0.0025),
    ("N <- Inf", np.inf), ("N <- -Inf", -np.inf), ("N <- NaN", np.nan), ("N <- TRUE", 1), ("N <- (4)", 4),
    ("N <- c()", np.zeros(0, int)), ("N <- c(1, 2)", np.array([1, 2])), ("N <- c(1L,\n 2L, # two\n 3L)", np.array([1, 2, 3])),
    ("N <- c(1, 2.5)", np.array([1, 2.5])), ("N <- c(1, Inf, -3)", np.array([1, np.inf, -3])), ("N <- c(c(1, 2), 3:4)", np.array([1, 2, 3, 4])),
    ("N <- c(5)", np.array([5])), ("N <- 1:4", np.arange(1, 5)), ("N <- 3:1", np.array([3, 2, 1])), ("N <- -1:1", np.array([-1, 0, 1])),
    ("N <- integer(0)", np.zeros(0, int)), ("N <- integer()", np.zeros(0, int)), ("N <- double(2)", np.zeros(2)), ("N <- numeric(0)", np.zeros(0)),
    ("N <- structure(1:6, .Dim = c(2L, 3L))", np.array([[1, 3, 5], [2, 4, 6]])),
    ("N <- structure(c(1, 2, 3, 4.5), .Dim = c(2, 2), .Dimnames = list(NULL, c('a', 'b')))", np.array([[1, 3], [2, 4.5]])),
    ("N <- structure(1:8, .Dim = c(2, 2, 2))", np.arange(1, 9).reshape(2, 2, 2, order="F")), ("N <- structure(integer(0), .Dim = c(2, 0))", np.zeros((2, 0), int)),
    ("N <- structure(c(7), .Dim = 1)", np.array([7])), ("N <- structure(1:6, .Dim = 2:3)", np.array([[1, 3, 5], [2, 4, 6]])),
    ("N <- array(1:4, dim = c(2, 2))", np.array([[1, 3], [2, 4]])), ("N <- array(5, 1)", np.array([5])),
    ("N <- matrix(1:4, nrow = 2, byrow = TRUE)", np.array([[1, 2], [3, 4]])), ("N <- matrix(0, 2, 3)", np.zeros((2, 3), int)),
    ("N <- rep(1, 3)", np.array([1, 1, 1])), ("N <- rep(c(1, 2), times = c(2, 1))", np.array([1, 1, 2])), ("N <- seq(0, 1, by = 0.5)", np.array([0, 0.5, 1])),
    ("N <- as.integer(c(1.0, 2.0))", np.array([1, 2])),
    ("N <- list(1L, c(2, 3))", {"1": 1, "2": np.array([2, 3])}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "value"), LINES, ids=[line.replace("\n", " ")[:40] for line, _ in LINES])
def test_lines_of_dump_files(line, value, tmp_path):
    (tmp_path / "x.R").write_text(f"# data\nbefore <- 1\n{line}\nafter.this <- c(2, 3)\n")
    found = read_rdump(tmp_path / "x.R")
    assert list(found) == ["before", "N", "after.this"] and found["after.this"].tolist() == [2, 3]
    for got, true in zip(found["N"].values(), value.values(), strict=True) if isinstance(value, dict) else [(found["N"], value)]:
        assert np.shape(got) == np.shape(true) and np.asarray(got).dtype.kind == np.asarray(true).dtype.kind
        assert np.array_equal(got, true, equal_nan=np.asarray(true).dtype.kind == "f")


WRONG = [                                                              # a file, the line, words
    ("N <- 3\ny <- foo(3)", 2, "`foo` is no function"), ("N <- ", 1, "a number is expected"), ("N 3", 1, "`<-` is missing"), ("N <- c(1, 2", 1, "`)`"),
    ("N <- c(1 2)", 1, "missing before `2`"), ("y <- structure(1:3, .Dim = c(2, 2))", 1, "3 numbers, and dimensions 2 × 2"), ("3 <- N", 1, "a name is expected"),
    ("N <- M", 1, "`M`"), ("N <- 1.5:3", 1, "whole numbers"), ("N <- @", 1, "`@` means nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), WRONG, ids=[text.partition("\n")[0] for text, _, _ in WRONG])
def test_what_is_no_dump_file_is_said_at_its_line(text, line, words, tmp_path):
    (tmp_path / "x.R").write_text(text)
    with pytest.raises(DataError) as caught:
        read_rdump(tmp_path / "x.R")
    assert words in str(caught.value) and f"x.R:{line}:" in str(caught.value)


def test_files_by_their_names(tmp_path):
    (tmp_path / "d.json").write_text(json.dumps({"N": 2, "y": [1, 2]}))
    (tmp_path / "d.json.gz").write_bytes(gzip.compress(b'{"N": 2, "y": [1, 2]}'))
    (tmp_path / "d.data.R").write_text("N <- 2\ny <- c(1, 2)")
    for name in ("d.json", "d.json.gz", "d.data.R"):
        found = read(tmp_path / name)
        assert found["N"] == 2 and found["y"].tolist() == [1, 2]
    (tmp_path / "packed.R").write_bytes(gzip.compress(b"RDX2"))
    for name, words in (("packed.R", "binary|gzip"), ("none.R", "no file")):
        with pytest.raises(DataError, match=words):
            read(tmp_path / name)
    with pytest.raises(SettingsError, match=r"\.json"):
        read(tmp_path / "d.txt")


def test_missing_values_are_known(tmp_path):
    source = Source("data {\n int N; vector[N] y;\n}", "x.stan")
    tree = parse(source)
    check(tree)
    (tmp_path / "x.R").write_text("N <- 2\ny <- c(1, NA)\nz <- NA\n")
    found = read(tmp_path / "x.R")
    with pytest.raises(DataError, match="`y` has 1 missing value"):
        convert(tree, found)
