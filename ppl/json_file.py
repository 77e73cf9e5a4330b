"""A JSON file in, data of a model out. Imported when the first file is read: the standard library's readers take 4 ms."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

from ..ir.errors import DataError
from .base.types import Data


def read_json(path: str | os.PathLike[str]) -> Data:
    """A JSON object of data, plain or compressed by gzip (`.json.gz`)."""
    path = Path(path)
    raw = path.read_bytes()
    try:
        data = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except (ValueError, gzip.BadGzipFile) as e:
        raise DataError(f"`{path}` is not a JSON file: {e}") from None
    if not isinstance(data, dict):
        raise DataError(f"`{path}` does not hold a JSON object of names and values")
    return data
