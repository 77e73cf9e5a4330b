"""Files of data and of starts: JSON and R's dump files by the name of the file, their values by name out."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ...ir.errors import SettingsError
from ...ppl.inputs.json_file import content, read_json

KINDS = (".json", ".json.gz", ".r", ".rdump", ".dump")


def read(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The values of a file. DataError for one that holds none, MissingFileError where there is none, SettingsError for another kind."""
    path = Path(path)
    if path.suffix.lower() in (".r", ".rdump", ".dump"):
        from .rdump import read_rdump

        content(path)
        return read_rdump(path)
    if path.suffix.lower() == ".json" or path.name.lower().endswith(".json.gz"):
        return dict(read_json(path))
    raise SettingsError(f"`{path}` is of no kind that data of Stan programs are read from: .json, .json.gz, .R or .rdump")
