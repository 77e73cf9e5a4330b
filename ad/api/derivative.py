"""A derivative of a function, to be called: on NumPy arrays, or inside compiled code."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from ...ir.errors import UnsupportedError
from ...ir.given import one_of, shown, whole
from ...ir.machine.locks import COMPILING
from ...ir.public import CallError
from ...ir.tracebacks import brief
from ...lang.values.services import Interpreter
from ...lang.values.values import Closure
from ..emit.reverse import ENGINES
from .arguments import ActivityError, Call, Signature
from .captured import Wrapper, lifted
from .kinds import Kind
from .outer import Outer
from .plan import Argnums, Plan, positions


class Derivative(Wrapper):
    """A derivative of f; compiled for each combination of argument types when first called."""

    def __init__(self, f: Callable[..., Any], kind: Kind, argnums: Argnums = 0, engine: str = "default", width: int | None = None):
        if not callable(f) and not isinstance(cast(object, f), Closure):
            raise ActivityError(f"`ad.{kind.name}` takes a function, not {shown(f)}", hint=f"`ad.{kind.name}(f)(x)`: what it gives is called")
        super().__init__(f)
        one_of(engine, ENGINES, "engine")
        self.kind, self.argnums, self.engine = kind, positions(argnums), engine
        self.width = None if width is None else whole(width, "width", 1)
        self._plans: dict[Any, Plan] = {}
        self.signature = Signature(f)
        self.__name__, self.__doc__ = getattr(f, "__name__", None) or getattr(f, "name", kind.name), getattr(f, "__doc__", None)

    @brief
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        args, last = self.kind.divided(args)
        plan, call = self.plan(args, kwargs)
        return self.kind.derive(Outer(plan, call, self.kind.name, self.width), last)

    def plan(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Plan, Call]:
        """The compilation for arguments like these; made once, and again when what the function saw around it has changed."""
        call = self.signature.bind(args, kwargs)
        key = call.key
        with COMPILING:
            plan = self._plans.get(key)
            if plan is None or plan.staged.outside.changed():
                plan = self._plans[key] = Plan(self.f, call, self.argnums, self.engine).after(plan)
            return plan, call

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """A call of the derivative inside compiled code."""
        if it.outliner is not None:
            raise it.error(f"`ad.{self.kind.name}` is not part of sampler code", "pass the sampler a target: its gradient comes with it")
        try:
            return self._staged(it, args, kwargs)
        except (ActivityError, CallError, UnsupportedError) as e:
            raise it.error(e.message, e.hint) from None
        except TypeError as e:
            raise it.error(str(e)) from None

    def _staged(self, it: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
        from .inner import Inner, staged_array_type
        if self.kind.plain:
            return it.call(self.f, *args, **kwargs)
        primal, last = self.kind.divided(tuple(args))
        call = self.signature.bind(primal, kwargs)
        f, kwargs = lifted(self.f, call.kwargs)
        call = call._replace(kwargs=kwargs)
        plan = Plan(f, call, self.argnums, self.engine, staged_array_type)
        it.facts.outside.add(plan.staged.outside)
        return self.kind.derive(Inner(it, plan, call, f"`ad.{self.kind.name}`", self.width), last)

    def __repr__(self) -> str:
        return f"<{self.kind.name} of {_named(self.f)}{'' if self.argnums in (0, None, ()) else f', argnums={self.argnums}'}>"


def _named(f: Any) -> str:
    return getattr(f, "__qualname__", None) or getattr(f, "name", None) or repr(f)
