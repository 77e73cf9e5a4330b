"""A folder that keeps what each replicate of a campaign left, so that a run that ended early goes on: one file a replicate, and one that says of what."""
from __future__ import annotations

import hashlib
import inspect
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...ir.errors import DataError, SettingsError
from ...ir.given import check

ABOUT = "campaign.json"


class Store:
    """The folder of one campaign; without a folder nothing is kept."""

    def __init__(self, folder: Path | None, about: dict[str, Any]):
        self.folder, self.about = folder, about

    @staticmethod
    def open(given: Any, what: str, run: Any, replicates: int, seed: Any, settings: Mapping[str, Any]) -> Store:
        """The folder, made where there is none; SettingsError where it holds another campaign, which is named by what differs."""
        if given is None:
            return Store(None, {})
        check(isinstance(given, (str, os.PathLike)), "store", given, "a folder, or None")
        about = {"method": what, "model": source_hash(run.model.function), "inputs": repr(run.inputs), "replicates": replicates, "seed": seed,
                 **{name: as_text(value) for name, value in settings.items()}}
        folder = Path(os.fspath(given))
        folder.mkdir(parents=True, exist_ok=True)
        return Store(folder, about)

    def entropy(self, seed: Any, fresh: bool) -> Any:
        """The seed; where it is fresh, the one that the folder remembers."""
        if self.folder is None:
            return seed
        path = self.folder / ABOUT
        if path.exists():
            then = self.remembered(path)
            differs = [name for name in self.about if name not in ("seed",) and then.get(name) != self.about[name]]
            if differs or not (fresh or seed == then["seed"]):
                raise SettingsError(f"the store `{self.folder}` holds another campaign: {', '.join([*differs, *(['seed'] if not differs else [])])} differ",
                                    hint="give it a folder of its own")
            return then["seed"]
        written(path, json.dumps(self.about).encode())
        return self.about["seed"]

    def remembered(self, path: Path) -> dict[str, Any]:
        """What the folder says of itself; DataError where that cannot be read."""
        try:
            found = json.loads(path.read_text())
            return {**found, "seed": found["seed"]}
        except (OSError, ValueError, KeyError, TypeError) as e:
            raise DataError(f"`{path}` cannot be read: {e}", hint="take another folder for `store=`") from None

    def read(self) -> dict[int, dict[str, np.ndarray]]:
        """Sums by the numbers of the replicates that are there; a file that is not whole counts as not there."""
        found: dict[int, dict[str, np.ndarray]] = {}
        for path in sorted(self.folder.glob("replicate_*.npz")) if self.folder else ():
            try:
                with np.load(path, allow_pickle=False) as arrays:
                    found[int(path.stem.split("_")[1])] = {name: arrays[name] for name in arrays.files}
            except Exception:        # a torn file, whatever NumPy and zip say of it
                continue
        return {k: sums for k, sums in found.items() if k < self.about["replicates"]}

    def write(self, k: int, sums: Mapping[str, np.ndarray]) -> None:
        """One replicate's, atomically."""
        if self.folder is not None:
            import io

            packed = io.BytesIO()
            np.savez(packed, allow_pickle=False, **dict(sums))
            written(self.folder / f"replicate_{k:05d}.npz", packed.getvalue())


def written(path: Path, content: bytes) -> None:
    """A file that is there as a whole or not at all."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_bytes(content)
    os.replace(beside, path)


def source_hash(function: Any) -> str:
    """Of a function's source, or of its name where there is none."""
    try:
        text = inspect.getsource(function)
    except (OSError, TypeError):
        text = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', type(function).__qualname__)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def as_text(value: Any) -> Any:
    """A setting as JSON gives it back."""
    return json.loads(json.dumps(value, default=lambda a: np.asarray(a).tolist()))
