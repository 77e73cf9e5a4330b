"""Changed copies of records: NamedTuples and dataclasses."""
from __future__ import annotations

from ..values.services import Interpreter
from ..values.values import Record, Value, rebuild, record_members


def replaced(it: Interpreter, record: Record, changes: dict[str, Value]) -> Record:
    """A record with some other members."""
    kind = type(record)
    names = getattr(kind, "_fields", None) or tuple(kind.__dataclass_fields__)             # type: ignore[attr-defined]
    unknown = [name for name in changes if name not in names]
    if unknown:
        raise it.error(f"`{kind.__name__}` has no field `{unknown[0]}`")
    return rebuild(record, [changes.get(name, member) for name, member in zip(names, record_members(record) or (), strict=True)])
