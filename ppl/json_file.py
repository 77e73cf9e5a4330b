"""A JSON file in, data of a model out. Imported when the first file is read: the standard library's readers take 4 ms."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from ..ir.errors import DataError
from .base.types import Data

# what the readers of the standard library raise: damaged or cut-off gzip, text that is not UTF-8 or JSON, lists in lists in lists, …
MALFORMED = (ValueError, gzip.BadGzipFile, zlib.error, EOFError, RecursionError)
WORDS = {RecursionError: "lists or objects stand too deep in each other", EOFError: "it ends too early"}


def read_json(path: str | os.PathLike[str]) -> Data:
    """A JSON object of data, plain or compressed by gzip (`.json.gz`). DataError for a file that holds none."""
    path = Path(path)
    raw = path.read_bytes()
    try:
        data = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except MALFORMED as e:
        raise DataError(f"`{path}` is not a JSON file: {WORDS.get(type(e), e)}") from None
    if not isinstance(data, dict):
        raise DataError(f"`{path}` does not hold a JSON object of names and values")
    return {name: as_array(value) for name, value in data.items()}


def as_array(value: Any) -> Any:
    """Lists of numbers as an array, which a model takes without a look at each; anything else, and rows of different lengths, as it is."""
    if not isinstance(value, list):
        return value
    try:
        found = np.asarray(value)
    except ValueError:
        return value
    return found if found.dtype.kind in "bif" else value
