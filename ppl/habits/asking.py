"""What distributions of every kind get: answers to calls of their methods whose arguments cannot be, and to arithmetic. Takes the class."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import numpy as np

from ...ir.errors import LlbayesError, ModelError
from ...ir.given import is_masked_array
from ...ir.places import here
from ...lang.values.dtypes import unmasked
from ...lang.values.hooks import within

F = TypeVar("F", bound=Callable[..., Any])
ASKED = ("logpdf", "pdf", "cdf", "sf", "logcdf", "logsf", "quantile", "from_normal", "to_normal", "mean", "variance", "skewness",
         "kurtosis", "covariance", "sd", "truncated", "noncentered", "sample")  # fmt: skip
ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
LIKE_NUMBERS = (*ARITHMETIC, *(f"r{op}" for op in ARITHMETIC), "neg", "pos", "abs", "float", "int", "index", "lt", "le", "gt", "ge")


def answer_calls(kind: type) -> None:
    """Calls of the methods that users call."""
    for name in ASKED:
        if name in vars(kind):
            setattr(kind, name, asked(vars(kind)[name]))


def asked(method: F) -> F:
    """The method, whose calls with arguments that it cannot mean are answered in CPython. Compiled code has the method itself."""

    @functools.wraps(method)
    def call(self: Any, *args: Any, **keywords: Any) -> Any:
        try:
            for x in args:
                if is_masked_array(x):
                    unmasked(x, "x")
            return method(self, *args, **keywords)
        except LlbayesError as error:
            error.place(here())
            raise
        except (TypeError, ValueError, IndexError, AttributeError) as error:
            from .methods import of_method  # not for `import llbayes.ppl`

            wrong = None if isinstance(error, np.linalg.LinAlgError) else of_method(self, method, args, keywords)
            if wrong is None:
                raise
        raise wrong

    return within(call, method)  # type: ignore[return-value]


def refuse_arithmetic(kind: type) -> None:
    """Operators of Python."""

    def refused(self: Any, *other: Any) -> NoReturn:
        raise no_number(self)

    for op in LIKE_NUMBERS:
        setattr(kind, f"__{op}__", refused)


def no_number(dist: Any) -> ModelError:
    """The error for a distribution in the place of its value."""
    return ModelError(f"a distribution is no number, and there is no arithmetic with `{dist}`", here(),
                      f'its value is that of a site, `x = ppl.sample("x", {dist.name}(…))`; outside of models there are draws, `.sample(1000)`')  # fmt: skip
