"""A Stan program named on the command line: its model, and that model bound to files of data. The room `stan` is imported here alone."""
from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...ir.errors import DataError
from ..data import COORDS, READ, is_column, labels_in, labels_of, numeric, together
from ..files import existing
from ..values import assigned
from ..words import close, quoted

if TYPE_CHECKING:
    from ...ppl import Posterior
    from ...stan import StanModel

SUFFIX = ".stan"


def model_of(name: str) -> StanModel:
    """The model of a file. StanError where it is no program, at its line; forms of earlier versions are told on standard error."""
    from ... import stan

    path = existing(name, "Stan program", (SUFFIX,))
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        found = stan.model(path)
    for warning in seen:
        print(f"! {warning.message}", file=sys.stderr)
    return found


def bind(model: StanModel, files: Sequence[str], given: Sequence[str], coords: Sequence[str]) -> Posterior:
    """The posterior of these data files and values `name=value`. Names that the program does not declare are left out of files."""
    wanted, labels = list(model.takes()), labels_of(coords)
    found: dict[str, Any] = together(files)
    if COORDS not in wanted and (held := found.pop(COORDS, None)) is not None:
        labels = labels_in(held) | labels
    found |= checked(model, wanted, assigned(given, "--set"))
    data = {name: value for name, value in found.items() if name in wanted}
    if nulls := [name for name, value in data.items() if value is None]:
        raise DataError(f"{quoted(nulls)} is null", hint="leave out what has no elements; Stan has no missing values")
    columns = {name: column for name, column in data.items() if is_column(column)}
    try:
        return model.bind(coords=labels or None, **data | numeric(columns, labels))
    except DataError as error:
        if not files and any(name not in data for name in wanted):
            error.hint = "; ".join(filter(None, (error.hint, f"`--data FILE` gives data ({READ})")))
            error.place(None)
        raise


def checked(model: StanModel, wanted: Sequence[str], given: dict[str, Any]) -> dict[str, Any]:
    """Values that were given one by one: each must be declared."""
    for name in given:
        if name not in wanted:
            raise DataError(f"`{name}` is no data of `{model.source.path}`; it takes {quoted(wanted) or 'none'}{close(name, list(wanted))}")
    return given
