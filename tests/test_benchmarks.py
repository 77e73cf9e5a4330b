"""The files of what releases measured, the ratios to them that benches print, and that benches can run: nothing here looks at times."""
from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

import llbayes

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
STORED = sorted((BENCHMARKS / "results").glob("*.json"))
ROWS = [{"posterior": "a", "dim": 2, "gradient us": 1.23456, "ratio": 2.0}, {"posterior": "b", "dim": "", "gradient us": 4.0, "ratio": 3.0}]


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """The module, with folders of its own."""
    spec = importlib.util.spec_from_file_location("tables", BENCHMARKS / "tables.py")
    module = importlib.util.module_from_spec(spec)                                              # type: ignore[arg-type]
    spec.loader.exec_module(module)                                                             # type: ignore[union-attr]
    monkeypatch.setattr(module, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(module, "OUT", tmp_path / "out")
    return module


@pytest.fixture
def asked(monkeypatch):
    """Sets what stands on the command line."""
    return lambda *words: monkeypatch.setattr(sys, "argv", ["gradient.py", *words])


def rename(tables, version: str) -> None:
    """As if this version's file were another's."""
    (tables.RESULTS / f"{llbayes.__version__}.json").rename(tables.RESULTS / f"{version}.json")


def test_what_is_stored_is_what_is_printed(tables, asked, capsys):
    asked("--store")
    tables.report("gradient", ROWS)
    kept = json.loads((tables.RESULTS / f"{llbayes.__version__}.json").read_text())["gradient"]
    assert kept["rows"] == [ROWS[0] | {"gradient us": 1.23}, ROWS[1]] and kept["machine"] == tables.machine()
    assert json.loads((tables.OUT / "gradient.json").read_text()) == ROWS
    assert [line.split() for line in capsys.readouterr().out.splitlines()[3:]] == [["a", "2", "1.23", "2"], ["b", "4", "3"]]


def test_nothing_is_stored_without_the_option(tables, asked):
    asked()
    tables.report("gradient", ROWS)
    assert not tables.RESULTS.exists() and tables.last("gradient") == ("", {})


def test_a_bench_leaves_the_others_of_its_version(tables, asked):
    asked("--store")
    tables.report("gradient", ROWS)
    tables.report("startup", [{"what": "draws", "cold s": 1.0}])
    assert tables.last("gradient")[1]["rows"][1] == ROWS[1] and tables.last("startup")[1]["rows"] == [{"what": "draws", "cold s": 1.0}]


def test_ratios_to_the_newest_version_that_has_the_bench(tables, asked, capsys):
    asked("--store")
    for version, factor in (("0.9.0", 5.0), ("0.10.0", 2.0)):
        tables.report("gradient", [row | {"gradient us": factor * row["gradient us"]} for row in ROWS])
        rename(tables, version)
    tables.report("startup", [{"what": "draws", "cold s": 1.0}])
    rename(tables, "0.11.0")
    asked()
    capsys.readouterr()
    tables.report("gradient", [*ROWS, {"posterior": "new", "dim": 1, "gradient us": 1.0, "ratio": 1.0}])
    header, *rows = capsys.readouterr().out.splitlines()[2:]
    assert header.endswith("to 0.10.0") and [line.split()[-1] for line in rows[:3]] == ["0.5", "0.5", "1"]
    assert rows[3].startswith("`to 0.10.0`: gradient us over that of 0.10.0, measured with CPU ")


def test_a_version_that_is_stored_is_compared_with_the_one_before(tables, asked, capsys):
    asked("--store")
    tables.report("gradient", ROWS)
    rename(tables, "0.0.1")
    tables.report("gradient", ROWS)
    tables.report("gradient", ROWS)
    assert capsys.readouterr().out.count("to 0.0.1\n") == 2


def test_a_part_of_a_bench_is_refused_for_the_file(tables, asked):
    asked("radon", "--store")
    with pytest.raises(SystemExit, match="stored whole"):
        tables.words()
    asked("radon")
    assert tables.words() == ["radon"]


def test_a_row_that_could_not_be_measured_has_its_place(tables, asked, capsys):
    asked("--store")
    tables.report("peers", [{"posterior": "a", "who": "x", "note": "not installed"}, {"posterior": "a", "who": "y", "ESS/s": 3.0, "note": ""}])
    rename(tables, "0.0.1")
    tables.report("peers", [{"posterior": "a", "who": "x", "ESS/s": 1.0, "note": ""}, {"posterior": "a", "who": "y", "ESS/s": 6.0, "note": ""}])
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()[-3:-1]] == ["1", "2"]


MEASURED = """
import gradient, kernels, linalg, overhead, peers, diamonds, startup, first_gradient, against
from tables import TABLES
gradient.ROUNDS, gradient.ROUND_SECONDS = 1, 1e-6
kernels.ROUND_SECONDS, kernels.COMPILED = 1e-6, 1
overhead.ROUNDS, overhead.DRAWS, overhead.WARMUP, overhead.CALLS, overhead.PROBE = 1, 5, 5, 2, 2
library, repeat = gradient.repeater()
bench = kernels.Bench("ar5")
rows = {
    "kernels": {"kernel": "ar5"} | kernels.row(bench.round(), bench.compiled()),
    "gradient": gradient.measure(repeat, "eight_schools-eight_schools_noncentered"),
    "linalg": linalg.measure(repeat, "cholesky", 2),
    "overhead": overhead.measure(repeat, 2, 0.0, None),
}
for name, row in rows.items():
    assert set(TABLES[name].key) | {TABLES[name].chief} <= set(row), (name, row)
"""


def test_benches_measure():
    run = subprocess.run([sys.executable, "-c", MEASURED], cwd=BENCHMARKS, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_there_is_a_stored_release():
    assert STORED


@pytest.mark.parametrize("file", STORED, ids=lambda f: f.stem)
def test_stored_files_are_what_benches_write(tables, file):
    for name, found in json.loads(file.read_text()).items():
        table = tables.TABLES[name]
        assert (BENCHMARKS / f"{name}.py").exists() and found["machine"].keys() == tables.machine().keys()
        assert found["rows"] == tables.rounded(found["rows"]) and any(row.get(table.chief) for row in found["rows"])
        assert len({tables.what(table, row) for row in found["rows"]}) == len(found["rows"]) > 0
