"""Methods of scipy.stats' laws, and laws frozen with parameters, as calls of `library/laws`."""
from __future__ import annotations

from types import MethodType
from typing import Any

from ...library.laws import continuous, counts, methods
from ...library.laws.law import Law
from ...values.services import Interpreter
from ...values.values import Value
from ..family import Handler, handler
from .seen import is_stats

LAWS: dict[str, Law] = continuous.LAWS | counts.LAWS


def staged(f: Value) -> Handler | None:
    """How a law, or a method of one, is staged; None for anything else."""
    if isinstance(f, MethodType) and is_stats(f.__self__):
        owner: Any = f.__self__
        frozen = getattr(owner, "dist", None)
        law = LAWS.get(getattr(frozen or owner, "name", ""))
        return method(law, f.__name__, owner.args if frozen else (), owner.kwds if frozen else {}) if law is not None else None
    if is_stats(f) and callable(f) and getattr(f, "name", None) in LAWS:
        return handler(freezing(LAWS[f.name]))                                                                   # type: ignore[attr-defined]
    return None


def method(law: Law, name: str, given: tuple[Value, ...] = (), named: dict[str, Value] | None = None) -> Handler | None:
    """How a method is staged, its parameters given before or in the call; None where there is none."""
    body = (methods.COUNTS if law.counts else methods.REAL).get(name)
    if body is None:
        return None

    def emit(it: Interpreter, x: Value, *args: Value, **keywords: Value) -> Value:
        shapes, loc, scale = parameters(it, law, name, (*given, *args), {**(named or {}), **keywords})
        return it.call(body, law, x, shapes, loc, scale)
    return handler(emit)


def parameters(it: Interpreter, law: Law, name: str, args: tuple[Value, ...], keywords: dict[str, Value]) -> tuple[tuple[Value, ...], Value, Value]:
    """(shapes, location, scale) of a call, by position and name."""
    names = (*law.shapes, "loc") if law.counts else (*law.shapes, "loc", "scale")
    found = dict(zip(names, args, strict=False)) | keywords
    missing = [shape for shape in law.shapes if shape not in found]
    wrong = [word for word in keywords if word not in names]
    if missing or wrong or len(args) > len(names):
        remedy = f"not {', '.join(wrong)}" if wrong else f"give {', '.join(missing)}" if missing else f"{len(args)} were given"
        raise it.error(f"`{name}` takes {', '.join(names)} after its value", remedy)
    return tuple(found[shape] for shape in law.shapes), found.get("loc", 0.0), found.get("scale", 1.0)


def freezing(law: Law) -> Any:
    """How `norm(mu, sd)` is staged."""
    def emit(it: Interpreter, *args: Value, **keywords: Value) -> Value:
        return Frozen(law, args, keywords)                                                                       # type: ignore[return-value]
    return emit


class Frozen:
    """A law with parameters of run time. Its attributes are its methods."""

    def __init__(self, law: Law, args: tuple[Value, ...], keywords: dict[str, Value]):
        self._given = (law, args, keywords)

    def __getattr__(self, name: str) -> Any:
        law, args, keywords = self._given
        if name.startswith("_") or (found := method(law, name, args, keywords)) is None:
            raise AttributeError(f"`{name}` of a law of scipy.stats is not compiled: {', '.join(methods.COUNTS if law.counts else methods.REAL)} are")
        return Asked(found)


class Asked:
    """A method of a frozen law."""

    def __init__(self, found: Handler):
        self.found = found

    def __llbayes_stage__(self, it: Interpreter, operands: list[Value], keywords: dict[str, Value]) -> Value:
        return self.found.emit(it, *operands, **keywords)
