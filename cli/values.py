"""`name=value` on a command line: values as JSON writes them, a list without brackets too, or text; and files that hold many."""
from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..ir.errors import SettingsError
from .files import ending, existing


def assigned(texts: Iterable[str], option: str) -> dict[str, Any]:
    """Values by name from `name=value` and from JSON files, later ones in place of earlier ones."""
    found: dict[str, Any] = {}
    for text in texts:
        found |= value(text) if text.startswith("{") and isinstance(value(text), dict) else pair(text, option) if "=" in text else objects(text)
    return found


def pair(text: str, option: str) -> dict[str, Any]:
    """The value of `name=value` by its name."""
    name, _, given = text.partition("=")
    if not name.strip() or not given.strip():
        raise SettingsError(f"`{option} {text}` is not of the form `name=value`")
    return {name.strip(): value(given)}


def value(text: str) -> Any:
    """A number, list, truth value or text."""
    for written in (text, f"[{text}]"):
        try:
            return json.loads(written)
        except (ValueError, RecursionError):
            continue
    return text


def objects(name: str) -> dict[str, Any]:
    """Values by name from a JSON file, or a dump file of R."""
    path = existing(name, "JSON file", (".json", ".json.gz", ".r"))
    if ending(path) == ".r":
        from ..stan.inputs.rdump import read_rdump

        return read_rdump(path)
    from ..ppl.inputs.json_file import read_json

    return dict(read_json(path))
