"""Differentiation of compiled functions: gradients, directional derivatives, Jacobians, Hessians. Compiled when first called."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api.kinds import ActivityError, evaluate, grad, hessian, hvp, jacobian, jvp, value_and_grad, vjp

__all__ = ["ActivityError", "evaluate", "grad", "hessian", "hvp", "jacobian", "jvp", "value_and_grad", "vjp"]


def __getattr__(name: str) -> Any:
    """The compiler is imported when a derivative is first asked for."""
    if name in __all__:
        from .api import kinds as api
        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
