"""Data and coords of a command line: files and `name=value` in, a bound posterior out, or one message about what is missing or wrong."""
from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..ir.errors import DataError, LlbayesError
from .files import ending, existing
from .values import assigned, pair
from .words import close, quoted

if TYPE_CHECKING:
    from ..ppl import Model, Posterior
    from .csv_file import Column

Labels = dict[str, Sequence[Any]]
COORDS = "coords"                    # the name under which a data file holds labels by dim
KINDS = (".json", ".json.gz", ".csv", ".csv.gz", ".tsv", ".tsv.gz", ".npz", ".r", ".rdump", ".dump")
READ = ".json, .json.gz, .csv, .csv.gz, .tsv, .npz or R's dump files, .R"


def bind(model: Model, files: Sequence[str], given: Sequence[str], coords: Sequence[str]) -> Posterior:
    """The posterior of these data files, values `name=value` and coords. Names that the model does not take are left out of files."""
    taken = inspect.signature(model.function).parameters
    labels = labels_of(coords)
    found = together(files)
    if COORDS not in taken and (held := found.pop(COORDS, None)) is not None:
        labels = labels_in(held) | labels
    found |= named_by_model(model, assigned(given, "--set"))
    refuse_missing(model, found, files)
    labels = columns_that_are_labels(model, found, labels)
    columns = {name: column for name, column in found.items() if name in taken and is_column(column)}
    data = {name: value for name, value in found.items() if name in taken} | numeric(columns, labels)
    try:
        return model.bind(coords=labels or None, **data)
    except LlbayesError as error:
        if isinstance(error, DataError) and (gaps := [text for column in columns.values() if (text := column.missing())]):
            error.hint = "; ".join(gaps)
        raise


# -- files
def together(files: Iterable[str]) -> dict[str, Any]:
    """What all files hold, by name; columns of tables as text."""
    found: dict[str, Any] = {}
    owner: dict[str, str] = {}
    for file in files:
        for name, value in read(file).items():
            if name in found:
                raise DataError(f"`{name}` is in `{owner[name]}` and in `{file}`")
            found[name], owner[name] = value, file
    return found


def read(name: str) -> Mapping[str, Any]:
    """What one file holds, by name."""
    if "=" in name and not Path(name).exists():
        raise DataError(f"`{name}` is no file: values are given by `--set {name}`")
    path = existing(name, "file of data", KINDS)
    match ending(path):
        case ".json" | ".json.gz":
            from ..ppl.inputs.json_file import read_json

            return dict(read_json(path))
        case ".csv" | ".tsv" | ".csv.gz" | ".tsv.gz":
            from .csv_file import read_columns

            return dict(read_columns(path))
        case ".npz":
            return arrays(path)
        case ".r" | ".rdump" | ".dump":
            from ..stan.inputs.rdump import read_rdump

            return read_rdump(path)
        case other:
            raise DataError(f"`{name}` is of no kind that is read here{f' ({other})' if other else ''}: data are {READ}")


def arrays(path: Path) -> dict[str, Any]:
    """The arrays of NumPy's own format."""
    import zipfile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as file:
            return dict(file)
    except (ValueError, OSError, EOFError, AttributeError, TypeError, zipfile.BadZipFile):
        raise DataError(f"`{path}` is not a file of NumPy's arrays (`np.savez`), or holds Python objects") from None


# -- columns
def is_column(value: object) -> bool:
    """Is this a column of a table?"""
    from .csv_file import Column

    return isinstance(value, Column)


def numeric(columns: Mapping[str, Column], labels: Labels) -> dict[str, Any]:
    """Columns as numbers; all problems in one DataError."""
    from .csv_file import as_numbers

    found, problems = {}, []
    for name, column in columns.items():
        try:
            found[name] = as_numbers(column, labels)
        except DataError as error:
            problems.append(error.message)
    if problems:
        raise DataError("\n".join(problems))
    return found


def columns_that_are_labels(model: Model, found: Mapping[str, Any], labels: Labels) -> Labels:
    """Labels, also those of a column that is no argument and has the name of a dim, where each row has a label of its own."""
    taken, dims = inspect.signature(model.function).parameters, model.dims_written
    own = {name: column.cells for name, column in found.items() if is_column(column) and name in dims and name not in taken}
    return {name: cells for name, cells in own.items() if len(set(cells)) == len(cells)} | labels


# -- names
def named_by_model(model: Model, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Values that were given one by one: each must be an argument of the model."""
    taken = list(inspect.signature(model.function).parameters)
    for name in given:
        if name not in taken:
            raise DataError(f"`{name}` is not an argument of the model `{model.__name__}`; it takes {quoted(taken) or 'none'}{close(name, taken)}")
    return given


def refuse_missing(model: Model, found: Mapping[str, Any], files: Sequence[str]) -> None:
    """DataError for arguments of the model that nothing gives."""
    parameters = inspect.signature(model.function).parameters
    lacking = [name for name, p in parameters.items() if name not in found and p.default is p.empty]
    if not lacking:
        return
    if not files:
        raise DataError(f"the model `{model.__name__}` takes {quoted(lacking)}: `--data FILE` gives them ({READ}), or `--set {lacking[0]}=…` a value")
    rows = {len(column.cells) for column in found.values() if is_column(column)}
    counted = f" (there are {rows.pop()} rows)" if len(rows) == 1 else ""
    nears = "".join(dict.fromkeys(close(name, [k for k in found if k not in parameters]) for name in lacking))
    raise DataError(f"the model `{model.__name__}` takes {quoted(lacking)}, which {quoted(files)} "
                    f"{'does' if len(files) == 1 else 'do'} not have{nears}; there is {quoted(found) or 'nothing'}; "
                    f"`--set {lacking[0]}=…` gives a value{counted}")


# -- coords
def labels_of(texts: Iterable[str]) -> Labels:
    """Labels by dim from `dim=A,B,C` and JSON files."""
    found: Labels = {}
    for text in texts:
        given = pair(text, "--coords") if "=" in text else assigned([text], "--coords")
        found |= {dim: listed(dim, values) for dim, values in given.items()}
    return found


def labels_in(held: Any) -> Labels:
    """The coords of a data file."""
    if not isinstance(held, Mapping):
        raise DataError(f"`{COORDS}` of the data must be an object of labels by dim")
    return {dim: listed(dim, values) for dim, values in held.items()}


def listed(dim: str, values: Any) -> Sequence[Any]:
    """Labels as a list: text is split at its commas."""
    if isinstance(values, str):
        return [label.strip() for label in values.split(",")]
    if isinstance(values, Mapping):
        raise DataError(f"coords of `{dim}` must be a list of labels")
    return [values] if isinstance(values, (int, float)) else list(values)
