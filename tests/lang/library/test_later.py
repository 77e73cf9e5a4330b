"""Files of the library are imported when one of their functions is asked for: names and files belong together, and what is not used is not imported."""
from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from llbayes.lang.calls.recognition import METHODS, TABLE
from llbayes.lang.library import named
from llbayes.lang.library.functions import AT_ONCE, LATER, UFUNCS
from llbayes.lang.library.selecting import distances
from llbayes.lang.library.selecting.table import METHODS as OF_ARRAYS
from llbayes.lang.library.spectral.rules.table import RULES
from llbayes.lang.library.spectral.table import FUNCTIONS as SPECTRAL
from llbayes.lang.library.table import LIBRARY
from llbayes.ppl import special

ROOM = named.__package__
USED = """
import sys
import numpy as np
from llbayes import ppl
from llbayes.ppl import HalfNormal, Normal, special
def m(y):
    mu = ppl.sample("mu", Normal(0, 1))
    sd = ppl.sample("sd", HalfNormal(1))
    ppl.sample("y", Normal(mu + np.exp(sd), sd), obs=y)
"""


@pytest.mark.parametrize("file", LATER)
def test_a_file_has_the_rows_that_are_said_to_be_there(file):
    rows = importlib.import_module(f"{ROOM}.{file}").FUNCTIONS
    assert [row.name for row in rows] == LATER[file].split()
    assert all(UFUNCS[row.name] is row for row in rows)


def test_no_row_has_the_name_of_another():
    names = [row.name for row in AT_ONCE] + [name for names in LATER.values() for name in names.split()]
    assert len(names) == len(set(names)) and list(UFUNCS) == names


def test_functions_that_numpy_has_too_are_known_without_the_files_of_their_rows():
    """`recognition.py` asks for those files where scipy.special has been imported."""
    beside = {name for row in UFUNCS.values() if row not in AT_ONCE for name in row.names if not name.startswith("scipy.special.")}
    assert beside <= set(LIBRARY)


@pytest.mark.parametrize("table", [LIBRARY, SPECTRAL, OF_ARRAYS, RULES], ids=["library", "spectral", "methods", "rules"])
def test_every_function_of_the_library_is_where_its_table_says(table):
    for name in table:
        assert callable(table[name]) and table[name].__doc__ is not None, name


def test_every_distance_is_in_the_table():
    public = "scipy.spatial.distance."
    assert {public + f.__name__ for f in distances.METRICS.values()} <= {name for name in LIBRARY if name.startswith(public)}


def test_every_handler_can_be_had():
    for table in (TABLE, METHODS):
        assert len(table) == len(list(table)) and all(name in table and table[name].doc is not None for name in table)
    assert "numpy.no_such_function" not in TABLE and METHODS.get("no_such_method") is None


def test_every_special_function_has_its_name():
    assert all(callable(getattr(special, name)) for name in special.__all__)


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Which files of the library are there when a model with everyday mathematics has been bound and asked for a gradient."""
    file = tmp_path_factory.mktemp("used") / "used.py"
    file.write_text(USED + "p = ppl.model(m).bind(y=np.ones(3))\np.value_and_grad(np.zeros(p.dim))\n"
                    "print(*(name for name in sys.modules if name.startswith('llbayes.lang.')))\n")
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True)
    return {name.removeprefix("llbayes.lang.") for name in done.stdout.split()}


def test_a_model_imports_no_files_whose_functions_it_does_not_use(imported):
    tables = LIBRARY.places | SPECTRAL.places | RULES.places
    unused = {*LATER, *(place.partition(":")[0] for place in tables.values())} - {"arrays", "linalg", "joining", "special.gamma", "special.normal"}
    assert not {name.removeprefix("library.") for name in imported if name.startswith("library.")} & unused
    assert not any(name.startswith(("calls.classical", "calls.laws.stats", "library.laws")) for name in imported)
