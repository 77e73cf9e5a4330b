"""Ready models with their data, named after posteriordb's; one file each, imported when asked for.

    models.names(), models.posteriors()                        every model's name; each with its data, `DATA-MODEL`
    models.get("garch11")                                      the model: `.bind(**data)`, `.from_json(path)`
    models.about("garch11"), models.data_of("garch11")         what it is, in a line; the names of its data sets
    models.posterior("eight_schools-eight_schools_noncentered")   the model bound to a data set of `models/data/`
"""
from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..ir.errors import SettingsError
from ..ir.given import of_kind
from ..ir.public import public
from ..ir.words import closest

if TYPE_CHECKING:
    from ..ppl import Model, Posterior

__all__ = ["about", "data_names", "data_of", "data_path", "data_set", "get", "labels_of", "names", "posterior", "posteriors"]


class UnknownNameError(SettingsError, LookupError):
    """No model, data set or posterior has that name; says which are near."""


HERE = Path(__file__).parent
DATA = HERE / "data"


def names() -> list[str]:
    """The names `get` takes, sorted; posteriordb's spelling."""
    return sorted((model_name(p.stem) for p in HERE.glob("*.py") if not p.stem.startswith("_")), key=str.lower)


def posteriors() -> list[str]:
    """The names `posterior` takes, `DATA-MODEL`, sorted by model: each model with each of its data sets."""
    return [f"{data}-{name}" for name in names() for data in data_of(name)]


def data_names() -> list[str]:
    """The data sets that come with the package, sorted."""
    return sorted((p.name.removesuffix(".json.gz") for p in DATA.glob("*.json.gz")), key=str.lower)


@public
def get(name: str) -> Model:
    """The model of that name; UnknownNameError, a LookupError, with the closest names when there is none."""
    if text(name) not in names():
        raise UnknownNameError(unknown("model", name, names()))
    file = file_name(name)
    return getattr(importlib.import_module(f".{file}", __name__), file)


@public
def about(name: str) -> str:
    """What the model of that name is, in one line; LookupError with the closest names when there is none."""
    return first_line(name).partition(". Data")[0]


@public
def data_of(name: str) -> list[str]:
    """The names of the data sets that were made for a model, which its first line has; LookupError when there is no such model."""
    return re.findall(r"`(\w+)`", first_line(name).partition("Data")[2])


def first_line(name: str) -> str:
    """The first line of a model's file, which is read and not imported."""
    if text(name) not in names():
        raise UnknownNameError(unknown("model", name, names()))
    with (HERE / f"{file_name(name)}.py").open(encoding="utf-8") as file:
        return file.readline().strip().strip('"')


@public
def posterior(name: str) -> Posterior:
    """The posterior of posteriordb's name `DATA-MODEL`, for example `kidiq-kidscore_momhs`."""
    data, dash, model = text(name).partition("-")
    if not dash:
        raise UnknownNameError(f"`{name}` is not a posterior's name: write `DATA-MODEL`, for example `eight_schools-eight_schools_noncentered`")
    found = get(model)
    labels = {dim: names for dim, names in labels_of(data).items() if dim in found.dims_written}
    return found.from_json(data_path(data), coords=labels or None)


@public
def data_path(name: str) -> Path:
    """The file of a data set; UnknownNameError, a LookupError, with the closest names when there is none."""
    if text(name) not in data_names():
        raise UnknownNameError(unknown("data set", name, data_names()))
    return DATA / f"{name}.json.gz"


@public
def data_set(name: str) -> dict[str, Any]:
    """A data set as a dict of numbers and NumPy arrays, by the names that its models take; LookupError when there is none of that name."""
    import gzip

    import numpy as np

    found: dict[str, Any] = json.loads(gzip.decompress(data_path(name).read_bytes()))
    return {key: np.asarray(cast("Any", value)) if isinstance(value, list) else value for key, value in found.items()}


@public
def labels_of(data: str) -> dict[str, list[str]]:
    """Labels by dim of a data set, where it has any."""
    if text(data) not in data_names():
        raise UnknownNameError(unknown("data set", data, data_names()))
    return json.loads((DATA / "labels.json").read_text(encoding="utf-8")).get(data, {})


def text(name: str) -> str:
    """The name; SettingsError for anything but text."""
    return of_kind(name, str, "name", "text")


def file_name(model: str) -> str:
    """A module's name cannot begin with a digit: `2pl_latent_reg_irt` would be the module `m2pl_latent_reg_irt`."""
    return f"m{model}" if model[:1].isdigit() else model


def model_name(file: str) -> str:
    """The inverse of `file_name`."""
    return file[1:] if file[:1] == "m" and file[1:2].isdigit() else file


def unknown(kind: str, name: str, known: list[str]) -> str:
    close = closest(name, known)
    hint = f"close: {', '.join(f'`{c}`' for c in close)}" if close else f"there are {', '.join(f'`{k}`' for k in known)}"
    return f"no {kind} `{name}`; {hint}"
