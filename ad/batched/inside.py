"""A batch inside compiled code: a loop over the points around the function's body, its results put into arrays of the enclosing function."""
from __future__ import annotations

from typing import Any

from ...ir.errors import UnsupportedError
from ...lang.arrays import making
from ...lang.staging import Array
from ...lang.values.dtypes import TYPES
from ...lang.values.services import Interpreter
from ...lang.values.values import Value, View
from ..api.arguments import ActivityError, Call, flat, mapped
from ..api.captured import lifted
from ..api.inner import staged_array_type
from ..api.plan import Argnums, Plan, chosen
from .stacking import agreed, leaves


def staged(it: Interpreter, f: Any, call: Call, argnums: Argnums) -> Value:
    """The results of f at all points, stacked."""
    try:
        stacked = chosen(argnums, len(call.args))
        n = agreed((x.label, staged_array_type(x.value).shape) for x in leaves(call, stacked))
        return over(it, f, call, stacked, n)
    except (ActivityError, UnsupportedError) as e:
        raise it.error(e.message, e.hint) from None


def over(it: Interpreter, f: Any, call: Call, stacked: tuple[int, ...], n: int) -> Value:
    """A loop of the language around one point's call."""
    def point(v: Any) -> Array:
        whole = staged_array_type(v)
        return whole._replace(shape=whole.shape[1:])
    like = call._replace(args=tuple(mapped(a, point if k in stacked else staged_array_type) for k, a in enumerate(call.args)))
    apart, kwargs = lifted(f, like.kwargs)
    plan = Plan(apart, like._replace(kwargs=kwargs), (), "default", lambda v: v if isinstance(v, Array) else staged_array_type(v))
    it.facts.outside.add(plan.staged.outside)
    outs: list[View] = [making.new_array(it, (n, *leaf.shape), TYPES[leaf.dtype]) for leaf in plan.staged.outputs]
    it.call(each, n, Body(it, f, call, stacked, outs))
    return plan.staged.rebuild(list(outs))


class Body:
    """A function of the language, `body(i)`: f at point i, its results stored."""

    def __init__(self, it: Interpreter, f: Any, call: Call, stacked: tuple[int, ...], outs: list[View]):
        self.it, self.f, self.call, self.stacked, self.outs = it, f, call, stacked, outs

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Value]) -> None:
        [i] = args
        given = [mapped(a, lambda v: it.index(making.lift(it, v), (i,))) if k in self.stacked else a for k, a in enumerate(self.call.args)]
        found = it.call(self.f, *given, **self.call.kwargs)
        leaves = [v for _, v in flat(found, "")]
        for out, leaf in zip(self.outs, leaves, strict=True):
            it.assign_item(out, (i,), leaf)


def each(n: int, body: Any) -> None:
    """Written in the language."""
    for i in range(n):
        body(i)
