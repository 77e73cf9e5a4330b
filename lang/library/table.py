"""The public functions that are written in the language itself, by their dotted names: where each is written. They are imported one by one, when a program
calls them (`named.py`)."""
from __future__ import annotations

from .everyday.table import TABLE as EVERYDAY
from .named import Functions, functions
from .selecting.table import FUNCTIONS as SELECTING
from .shaping.table import TABLE as SHAPING

OWN = functions("", {
    "numpy": {
        "arrays": "cumsum cumprod bincount",
        "joining": "concatenate append stack column_stack vstack hstack repeat tile roll",
        "linalg": "diag tril triu",
    },
    "scipy.special": {"arrays": "logsumexp softmax log_softmax"},
    "numpy.linalg": {"linalg": "cholesky solve inv det slogdet"},
    "scipy.linalg": {"linalg": "solve_triangular cho_solve"},
})  # fmt: skip
LIBRARY = Functions(SHAPING.places | OWN.places | EVERYDAY.places | SELECTING.places)
