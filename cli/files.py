"""Files that a command line names: the path of one that is there, or an error with the names nearest to it."""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..ir.errors import SettingsError
from .words import close, quoted


def existing(name: str, what: str, kinds: Iterable[str]) -> Path:
    """The file of that name; SettingsError where there is none, or a folder: it names what is there of these kinds."""
    if not name.strip():
        raise SettingsError(f"the name of a {what} is empty")
    path = Path(name)
    if path.is_dir():
        inside = sorted(p.name for p in path.iterdir() if p.is_file() and ending(p) in kinds)
        raise SettingsError(f"`{name}` is a folder, not a {what}" + (f"; in it are {quoted(inside)}" if inside else ""))
    if not path.is_file():
        raise SettingsError(f"there is no file `{name}`{nearest(path)}")
    return path


def nearest(path: Path) -> str:
    """What to say of a path that is not there: its folder is not, or files in it have names that are near."""
    folder = path.parent
    if not folder.is_dir():
        return f": {folder_problem(folder)}"
    beside = [p for p in folder.iterdir() if p.is_file()]
    twins = sorted(p.name for p in beside if p.stem.lower() == path.stem.lower())
    stems = {p.stem: p.name for p in beside if p.suffix == path.suffix}
    return f"; close: {quoted(twins)}" if twins else close(path.stem, list(stems), show=stems)


def folder_problem(folder: Path) -> str:
    """Why there is nothing in a folder."""
    return f"`{folder}` is a file" if folder.is_file() else f"there is no folder `{folder}`"


def ending(path: Path) -> str:
    """The suffix, that of what is compressed too: `.json.gz`."""
    last = path.suffix.lower()
    return "".join(path.suffixes[-2:]).lower() if last == ".gz" else last
