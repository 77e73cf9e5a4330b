"""Stan 2.40 by the interpreter of the wheel `stanli`: the same answers as `stan235`, without a compiler, for syntax that 2.35 has not."""
from __future__ import annotations

import math
import re
from typing import Any

import densities
import micro
import numpy as np
import stanli
from laws.points import Call
from stan235 import Request

SEEDS = range(2, 8)
DISCRETE = {
    "bernoulli", "bernoulli_logit", "bernoulli_logit_glm", "beta_binomial", "beta_neg_binomial", "binomial", "binomial_logit", "binomial_logit_glm",
    "categorical", "categorical_logit", "categorical_logit_glm", "dirichlet_multinomial", "multinomial", "neg_binomial", "neg_binomial_2",
    "neg_binomial_2_log", "neg_binomial_2_log_glm", "ordered_logistic", "ordered_logistic_glm", "ordered_probit", "poisson", "poisson_binomial",
    "poisson_log", "poisson_log_glm", "yule_simon",
}  # fmt: skip
TILDE = re.compile(r"^( *(?:(?:for|if) \([^~]*?\) |else )*)(\S[^;~\n]*?) ~ (\w+)\((.*)\);", re.M)


def kept(text: str) -> str:
    """The program with every `~` as an increment of the target, since the interpreter leaves the constants of `~` out."""
    return TILDE.sub(lambda found: f"{found[1]}target += {found[3]}_{'lpmf' if found[3] in DISCRETE else 'lpdf'}({found[2]} | {found[4]});", text).replace("_lupdf(", "_lpdf(").replace("_lupmf(", "_lpmf(")


def values(request: Request) -> dict[str, Any]:
    """What one program gives at its points."""
    model, other = (stanli.bridgestan_model(stan_code=kept(request.program.read_text()), data=request.data, seed=seed) for seed in (1, 2))
    out = []
    for given in request.points(model.param_unc_num()):
        z = np.array(given, float)
        point: dict[str, Any] = {"z": list(given)}
        try:
            value, gradient = model.log_density_gradient(z, propto=True, jacobian=True)
            point |= {"log_density": plain(value), "gradient": [plain(g) for g in gradient]}
        except RuntimeError as error:
            point |= {"log_density": None, "refused": str(error)}
        out.append(point | {"values": written(model, z, 1), "again": [written(other, z, seed) for seed in SEEDS]})
    return {"names": model.param_unc_names(), "outputs": model.param_names(include_tp=True, include_gq=True), "points": out}


def written(model: Any, z: Any, seed: int) -> list[Any]:
    """All outputs at a point."""
    return [plain(x) for x in model.param_constrain(z, include_tp=True, include_gq=True, rng=model.new_rng(seed))]


def plain(x: float) -> Any:
    """A number as JSON can hold it."""
    return float(x) if math.isfinite(x) else repr(float(x))


def density(call: Call) -> list[Any] | None:
    """Value of a call of a distribution and the slopes in each real argument; None where Stan raises."""
    kinds = [densities.kind(call)]
    data, z = densities.question(call, kinds)
    try:
        model = stanli.bridgestan_model(stan_code=densities.program(kinds), data=data, seed=1)
        value, gradient = model.log_density_gradient(np.array(z), propto=True, jacobian=True)
    except RuntimeError as error:
        print(call, error)
        return None
    return [plain(value), *densities.slopes(call, [plain(g) for g in gradient])]


def expression(subject: micro.Subject, line: micro.Expression) -> list[Any] | None:
    """The value of an expression; None where the interpreter cannot compute it."""
    plain_type = re.sub(r"(vector|matrix)\[.*?\]", r"\1", re.sub(r"array\[([^\]]*)\]", lambda found: f"array[{',' * found[1].count(',')}]", line.type))
    body = "\n".join([*subject.data, f"{line.type} value_ = {line.text};", "return value_;"])
    try:
        given = stanli.Function("given_", stan_code="\n".join(["functions {", *subject.functions, f"{plain_type} given_() {{", body, "} } model {}"]))()
    except RuntimeError:
        return None
    return [plain(x) for x in np.asarray(given, float).ravel(order="F")]
