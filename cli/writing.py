"""Where a run's draws and picture go: checked before the run, written after it, named in what to do next."""
from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..ir.errors import SettingsError

if TYPE_CHECKING:
    from ..results import PlainGroups

NUMBER = 8                            # bytes
READERS = {".csv": "llbayes.results.stored.read", ".npz": "numpy.load"}           # in Python, of kinds that ArviZ does not read from one file


class Places(NamedTuple):
    """The files that a run writes, those that were asked for."""

    out: Path | None
    picture: Path | None
    title: str
    data: str = ""

    @classmethod
    def checked(cls, options: argparse.Namespace, chains: int) -> Places:
        """SettingsError for a kind of file that is not written, and for files that are there already."""
        from ..results import stored

        picture = options.plots / f"{picture_name(options.model)}.png" if options.plots else None
        found = cls(options.out, picture, options.model, ", ".join(options.data))
        if options.out:
            refuse_folder(options.out)
            stored.refuse_kind(options.out)
        if not options.overwrite:
            draws = [found.out, *stored.files_of(found.out, chains)] if found.out else []
            refuse_present([*draws, *([found.picture] if found.picture else [])])
        return found

    def make(self, counts: Mapping[str, int], dim: int) -> None:
        """Makes their folders; OSError where the draws could not be written."""
        from .. import results

        for path in (self.out, self.picture):
            if path:
                refuse_file(path.parent)
                path.parent.mkdir(parents=True, exist_ok=True)
        if self.out:
            results.refuse_early(self.out, max(0, counts["chains"] * counts["draws"]) * dim * NUMBER)

    def write(self, tree: PlainGroups) -> None:
        """Draws and picture, where they were asked for."""
        if self.out:
            from ..results import stored

            about = {"model_name": picture_name(self.title), "data_file": self.data}
            stored.write(replace(tree, attributes={**tree.attributes, **about}), self.out)
            print(f"draws: {', '.join(str(file.resolve()) for file in stored.chains_of(self.out))}")
        if self.picture:
            from .. import plots

            print(f"plots: {plots.overview(tree, self.picture, self.title).resolve()}")

    def way_to_more(self) -> str:
        """How to see rows that a table has folded."""
        return f"`llbayes summary {shlex.quote(str(self.out))} --rows {{}}` shows all" if self.out else "`--out draws.nc` keeps all {} entries"

    def next_steps(self) -> str:
        """What to do with the draws."""
        if self.out is None:
            return "next: `--out draws.nc` keeps the draws, for `llbayes summary`, `llbayes plot` and ArviZ"
        file = shlex.quote(str(self.out))
        steps = {f"llbayes summary {file}": "this table again; with names of variables, all of their rows", f"llbayes plot {file}": "a picture of it",
                 READERS.get(self.out.suffix.lower(), "arviz.from_netcdf") + f'("{self.out}")': "in Python"}
        return "\n".join(["next:", *(f"  {step:48} {says}" for step, says in steps.items())])


def picture_name(model: str) -> str:
    """The name of a picture, from that of a model."""
    return Path(model).name.replace(".py:", "_").removesuffix(".py").removesuffix(".stan").replace(":", "_")


def refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise SettingsError(f"`{path}` is a folder: name a file in it, `{path / 'draws.nc'}`")


def refuse_file(folder: Path) -> None:
    """SettingsError where a file stands in the place of a folder or of one above it."""
    for path in (folder, *folder.parents):
        if path.exists() and not path.is_dir():
            raise SettingsError(f"`{path}` is a file, so there can be no folder `{folder}`")


def refuse_present(paths: list[Path]) -> None:
    """SettingsError for files that are there: nothing is lost to a run that was meant to be another."""
    for path in paths:
        if path.exists():
            raise SettingsError(f"`{path}` is there already: `--overwrite` replaces it, or give another name")
