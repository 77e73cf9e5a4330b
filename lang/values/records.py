"""Changed copies of records: NamedTuples and dataclasses."""
from __future__ import annotations

from typing import Any

from .services import Interpreter
from .values import rebuild, record_members


def replaced(it: Interpreter, record: Any, changes: dict[str, Any]) -> Any:
    """A record with some other members."""
    names = getattr(record, "_fields", None) or tuple(record.__dataclass_fields__)
    unknown = [k for k in changes if k not in names]
    if unknown:
        raise it.error(f"`{type(record).__name__}` has no field `{unknown[0]}`")
    return rebuild(record, [changes.get(k, x) for k, x in zip(names, record_members(record) or (), strict=True)])
