"""`llbayes summary` and `llbayes plot`: draws that are in a file, ours or another library's."""
from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..ir.errors import SettingsError
from .files import existing
from .words import close, quoted
from .writing import refuse_folder, refuse_present

if TYPE_CHECKING:
    from ..results import PlainGroups

FILES = "draws: .nc (netCDF, of any library), .csv (CmdStan's, several files, or draws.csv for draws_1.csv, …), .npz of ours"
PICTURES = (".png", ".pdf", ".svg", ".jpg", ".jpeg")


def summary_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """File, names, rows."""
    parser.add_argument("file", metavar="FILE", help=FILES)
    parser.add_argument("names", nargs="*", metavar="NAME", help="these variables alone, all of their entries; more files of CmdStan's")
    parser.add_argument("--rows", type=int, metavar="N", help="entries that are shown at most; all of those that are named")


def summary(options: argparse.Namespace) -> None:
    """Prints the table, and what is to be said of the run."""
    from .. import results

    chains = [name for name in options.names if is_csv(name)]
    options.names = [name for name in options.names if name not in chains]
    draws = opened(options.file, chains)
    known = list(results.variables(draws, "posterior"))
    for name in options.names:
        if name not in known:
            raise SettingsError(f"`{options.file}` has no variable `{name}`{close(name, known)}; there are {quoted(known)}")
    if options.rows is not None and options.rows < 1:
        raise SettingsError(f"`--rows` must be 1 or more, not {options.rows}")
    shown: dict[str, Any] = {"rows": options.rows} if options.rows is not None else {"rows": None} if options.names else {}
    print(results.summary(draws, options.names or None, **shown).text("`--rows {}` shows all, names of variables pick some"))
    print(f"\n{results.verdict(draws)}")


def plot_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """File and picture."""
    parser.add_argument("file", metavar="FILE", help=FILES)
    parser.add_argument("more", nargs="*", metavar="CSV", help="more files of CmdStan's, a chain each")
    parser.add_argument("--out", type=Path, metavar="PICTURE", help="name of the picture, .png, .pdf or .svg; without it that of the draws with .png")
    parser.add_argument("-f", "--overwrite", action="store_true", help="replace a picture that is there")


def plot(options: argparse.Namespace) -> None:
    """Writes the picture."""
    path = options.out or Path(options.file).with_suffix(".png")
    refuse_folder(path)
    if path.suffix.lower() not in PICTURES:
        raise SettingsError(f"`{path}` is of no kind that pictures are written to: its name ends with .png, .pdf or .svg")
    draws = opened(options.file, options.more)
    if not options.overwrite:
        refuse_present([path])
    path.parent.mkdir(parents=True, exist_ok=True)
    from .. import plots

    print(f"plots: {plots.overview(draws, path, Path(options.file).stem).resolve()}")


def is_csv(name: str) -> bool:
    """Is this one more file, and no name of a variable?"""
    return name.lower().endswith(".csv")


def opened(file: str, more: Sequence[str] = ()) -> PlainGroups:
    """The draws of a file, or of CmdStan's files, one a chain. `draws.csv` are `draws_1.csv`, `draws_2.csv`, … where it is not there itself."""
    from ..results import stored

    if more:
        return stored.read([existing(name, "file of draws", (".csv",)) for name in (file, *more)])
    several = is_csv(file) and stored.chains_of(Path(file)) != [Path(file)]
    return stored.read(file if several else existing(file, "file of draws", stored.KINDS))
