"""Differentiation of compiled functions: gradients, directional derivatives, Jacobians, Hessians. Compiled when first called."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api.calls import ActivityError, evaluate, grad, hessian, hvp, jacobian, jvp, stop_gradient, value_and_grad, vjp
    from .batched.batch import batch
    from .ruled.check_rule import check_rule
    from .ruled.custom_rule import custom_rule
    from .ruled.implicit import implicit

__all__ = [
    "ActivityError", "batch", "check_rule", "custom_rule", "evaluate", "grad", "hessian",
    "hvp", "implicit", "jacobian", "jvp", "stop_gradient", "value_and_grad", "vjp",
]


def __getattr__(name: str) -> Any:
    """The compiler is imported when a derivative is first asked for."""
    match name:
        case "batch":
            from .batched.batch import batch
            return batch
        case "check_rule":
            from .ruled.check_rule import check_rule
            return check_rule
        case "custom_rule":
            from .ruled.custom_rule import custom_rule
            return custom_rule
        case "implicit":
            from .ruled.implicit import implicit
            return implicit
        case _ if name in __all__:
            from .api import calls
            return getattr(calls, name)
        case _:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The calls, before they are imported too."""
    return __all__
