"""What PyMC, Stan, NumPyro, Pyro, TFP, BUGS and SciPy call parameters of distributions, and what they are here: renamed, or computed.

A name is looked up by what our parameter is called (`RENAMED`, `COMPUTED`), so that a new family knows the usual names of its own; where a family's
parameter has a name of its own elsewhere, it has a row by itself (`OF_ONE`, `COMPUTED_OF_ONE`).
"""

from __future__ import annotations

from collections.abc import Sequence

from .processes import OF_KERNELS, OF_PROCESSES

MEANS = ("mu", "mean", "m", "location", "center")
DEVIATIONS = ("sigma", "sd", "std", "stddev", "stdev", "s")
PRECISIONS = ("tau", "prec", "precision")
COUNTS = ("total_count", "N", "trials", "num_trials", "size")

# our parameter -> the same number under other names
RENAMED: dict[str, tuple[str, ...]] = {
    "loc": (*MEANS, "x0"),
    "scale": DEVIATIONS,
    "mu": ("loc", "m", "location", "meanlog", "mean_log"),
    "sigma": (*DEVIATIONS, "scale", "sdlog", "sd_log"),
    "df": ("nu", "dof", "deg_freedom"),
    "shape": ("alpha", "a", "concentration", "k", "r"),
    "rate": ("lam", "lambda_", "lambd", "lmbda", "beta", "inv_scale"),
    "p": ("probs", "prob", "theta", "pi", "probability", "success_prob"),
    "logits": ("logit_p", "logit", "eta", "alpha"),
    "log_rate": ("eta", "alpha", "log_mu", "log_lam", "log_lambda"),
    "log_mean": ("eta", "log_mu", "log_location", "log_loc"),
    "cutpoints": ("c", "cuts", "thresholds", "kappa", "cut_points", "breakpoints"),
    "low": ("lower", "minval", "minimum", "min", "a", "left", "lb"),
    "high": ("upper", "maxval", "maximum", "max", "b", "right", "ub"),
    "mode": ("c", "peak", "m", "likely"),
    "mean": ("mu", "loc", "m", "location"),
    "cov": ("covariance_matrix", "covariance", "Sigma", "sigma", "cov_matrix"),
    "cholesky": ("chol", "scale_tril", "tril", "L", "chol_cov", "cholesky_factor", "cholesky_cov", "cov_chol"),
    "concentration": ("a", "alpha"),
    "precision": (*PRECISIONS, "precision_matrix", "Omega", "inverse_covariance", "Q"),
    "n": COUNTS,
    "eta": ("concentration", "nu", "shape"),
    "dim": ("n", "dimension", "K", "d", "size", "dims"),
}

# constructor -> our parameter -> names that it has there alone
OF_ONE: dict[str, dict[str, tuple[str, ...]]] = {
    **OF_PROCESSES,
    **OF_KERNELS,
    "Beta": {"a": ("alpha", "concentration1", "shape1"), "b": ("beta", "concentration0", "shape2"), "mean": ("mu",), "concentration": ("nu", "kappa", "phi"),
             "sd": ("sigma", "std", "stddev", "stdev")},
    "Cauchy": {"loc": ("alpha",), "scale": ("beta", "gamma")},
    "HalfCauchy": {"scale": ("beta", "gamma")},
    "InverseGamma": {"scale": ("beta", "rate", "b"), "mean": ("mu",), "sd": ("sigma", "std", "stddev", "stdev")},
    "NegativeBinomial": {"size": ("phi", "concentration", "dispersion", "r", "k"), "n": ("total_count",)},
    "BetaBinomial": {"a": ("alpha", "concentration1"), "b": ("beta", "concentration0")},
    "DiscreteWeibull": {"q": ("p", "theta")},
    "HyperGeometric": {"N": ("M", "total", "population", "popsize"), "k": ("K", "good", "ngood", "successes"), "n": ("nsample", "draws", "sample_size")},
    **dict.fromkeys(("OrderedLogistic", "OrderedProbit"), {"eta": ("predictor", "mu", "loc", "phi")}),
    "BetaNegativeBinomial": {"n": ("r",), "a": ("alpha", "concentration1"), "b": ("beta", "concentration0")},
    "YuleSimon": {"alpha": ("a", "rho")},
    "Zipf": {"a": ("alpha", "s", "exponent")},
    "Multinomial": {"logits": ("gamma",)},
    "Poisson": {"rate": ("mu", "mean")},
    "LKJCholesky": {"dim": ("dimension_size",)},
    "BetaProportion": {"mu": ("mean",), "kappa": ("concentration", "nu", "phi", "precision", "size")},
    "InverseGaussian": {"mu": ("mean",), "lam": ("lambda_", "concentration", "shape")},
    "PERT": {"shape": ("lam", "lambda_", "temperature", "gamma")},
    "SkewNormal": {"loc": ("xi",), "scale": ("omega",), "alpha": ("a", "skewness", "shape", "slant")},
    "VonMises": {"kappa": ("concentration", "k")},
    "Wiener": {"alpha": ("a", "bs", "boundary", "threshold", "separation"), "tau": ("t", "t0", "ndt", "ter", "non_decision_time"),
               "beta": ("z", "w", "bias", "start", "starting_point"), "delta": ("v", "drift", "drift_rate")},
    "Kumaraswamy": {"a": ("alpha", "concentration1", "shape1"), "b": ("beta", "concentration0", "shape2")},
    "SkewDoubleExponential": {"tau": ("theta", "skewness", "quantile")},
    "Exponential": {"mean": ("mu",), "scale": ("theta",)},
    "LogNormal": {"sigma": ("sdlog", "sd_log", "s"), "sd": ("std", "stddev", "stdev"), "tau": ("prec", "precision", "lam")},
    "HalfNormal": {"tau": ("prec", "precision", "lam")},
    "StudentT": {"tau": ("prec", "precision", "lam"), "variance": ("var",)},
    "HalfStudentT": {"tau": ("prec", "precision", "lam")},
    "Laplace": {"scale": ("b",), "sd": ("std", "stddev", "stdev")},
    "Logistic": {"scale": ("s",), "sd": ("std", "stddev", "stdev")},
    "Gamma": {"scale": ("theta",), "mean": ("mu",), "sd": ("sigma", "std", "stddev", "stdev")},
    "AsymmetricLaplace": {"kappa": ("asymmetry",), "q": ("quantile", "tau", "p")},
    "ExGaussian": {"nu": ("tau", "beta")},
    "ExpModNormal": {"sigma": ("scale",), "rate": ("lam", "lambda_")},
    "GeneralizedExtremeValue": {"shape": ("xi", "concentration", "k")},
    "GeneralizedPareto": {"shape": ("xi", "c", "concentration", "k")},
    "Chi2": {"df": ("k",)},
    "ScaledInverseChi2": {"scale": ("s",)},
    "Weibull": {"shape": ("alpha", "c", "k"), "scale": ("beta", "lam", "lambda_")},
    "Frechet": {"shape": ("alpha", "c")},
    "LogLogistic": {"shape": ("beta", "c", "k"), "scale": ("alpha", "s")},
    "Gumbel": {"scale": ("beta",)},
    "Pareto": {"shape": ("alpha", "b"), "scale": ("m", "y_min", "xm", "x_m", "minimum")},
    "Lomax": {"shape": ("alpha", "c"), "scale": ("lam", "lambda_", "lambda", "beta")},
    "ZeroSumNormal": {"n": ("size", "K", "N"), "axes": ("n_zerosum_axes", "zerosum_axes")},
    "VonMisesFisher": {"mu": ("mean_direction", "mean"), "kappa": ("concentration", "lam", "beta")},
    "LKJ": {"dim": ("dimension_size",)},
    **dict.fromkeys(("Wishart", "InverseWishart", "WishartCholesky", "InverseWishartCholesky"), {
        "df": ("concentration",), "scale": ("V", "S", "Psi", "psi", "Sigma", "scale_matrix"), "cholesky": ("L_S", "L_V", "scale_cholesky"),
    }),
    "MultivariateStudentT": {"scale": ("Sigma", "shape", "scale_matrix"), "loc": ("mu", "mean")},
    "MatrixNormal": {"rowcov": ("row_cov", "U", "rows"), "colcov": ("col_cov", "V", "columns"), "rowchol": ("row_cholesky", "scale_tril_row"),
                     "colchol": ("col_cholesky", "scale_tril_column")},
    "StickBreaking": {"alpha": ("concentration", "M", "beta"), "K": ("n", "k", "N")},
}

MATRICES = ("Wishart", "InverseWishart", "MultivariateStudentT")        # whose scale is a matrix
# what other tools write with a precision, too
BY_PRECISION = {"LogitNormal": "sigma", "SkewNormal": "scale"}
SDS = ("sd", "std", "stddev", "stdev")
VARIANCES = ("var", "variance")
PRECISION = "a precision, 1 / scale²"
INVERTED = "a scale, 1 / rate"

# our parameter -> name elsewhere -> (what that is, how ours is computed of it)
COMPUTED: dict[str, dict[str, tuple[str, str]]] = {
    "rate": dict.fromkeys(("scale", "theta"), (INVERTED, "1 / {}")),
    "cholesky": dict.fromkeys(("scale_diag", "sd", "std", "stddev"), ("standard deviations", "np.diag({})")),
}

# constructor -> name elsewhere -> (what that is, how our parameters are computed)
MOMENTS = "another parametrisation"
COMPUTED_OF_ONE: dict[str, dict[str, tuple[str, str]]] = {
    **{name: {word: (PRECISION, f"{scale}=1 / np.sqrt({word})") for word in (*PRECISIONS, "lam")} for name, scale in BY_PRECISION.items()},
    **{name: {"tau": ("an inverse scale", "scale=1 / tau")} for name in ("Laplace", "Logistic")},
    **{name: {word: ("a variance", f"scale=np.sqrt({word})") for word in VARIANCES} for name in ("ExpQuad", "Matern32", "Matern52", "Periodic", "Linear")},
    "Normal": {
        **{word: (PRECISION, f"tau={word}") for word in (*PRECISIONS, "lam") if word != "tau"},
        **{word: ("a variance", f"scale=np.sqrt({word})") for word in VARIANCES},
    },
    **{
        name: {
            **{word: ("standard deviations", f"cholesky=np.diag({word})") for word in DEVIATIONS},
            **{word: ("the inverse of a matrix", f"scale=np.linalg.inv({word})") for word in (*PRECISIONS, "precision_matrix", "rate_matrix")},
            **({"cov": ("a covariance", "scale=cov * (df - 2) / df")} if name == "MultivariateStudentT" else {}),
        }
        for name in MATRICES
    },
    "AsymmetricLaplace": {"b": ("PyMC's inverse scale", "scale=1 / b")},
    "ExGaussian": {**{word: ("a rate", f"nu=1 / {word}") for word in ("rate", "lam", "lambda_")}, "K": ("SciPy's shape", "nu=K * sigma")},
    "ExpModNormal": {"nu": ("a mean, 1 / rate", "rate=1 / nu")},
    "GeneralizedExtremeValue": {"c": ("SciPy's shape, of the other sign", "shape=-c")},
    "ScaledInverseChi2": {word: ("a variance", f"scale=np.sqrt({word})") for word in ("tau2", "sigma2", "s2", *VARIANCES)},
    "BetaProportion": {word: (MOMENTS, f"mu={a} / ({a} + {b}), kappa={a} + {b}") for a, b in (("alpha", "beta"), ("a", "b")) for word in (a, b)},
    "PERT": {"a": ("the smallest value", "low=a")},
    "Triangular": dict.fromkeys(("loc", "scale"), (MOMENTS, "low=loc, mode=loc + c * scale, high=loc + scale")),
    "Uniform": dict.fromkeys(("loc", "scale"), (MOMENTS, "low=loc, high=loc + scale")),
    "NegativeBinomial": {
        "probs": ("the probability of NumPyro, Pyro and TFP", "mean=total_count * probs / (1 - probs), size=total_count"),
        "logits": ("the logit of NumPyro's `probs`", "mean=total_count * np.exp(logits), size=total_count"),
    },
}

# keywords that other tools give to a distribution and that belong to the site here
OF_THE_SITE = {
    "name": 'the name of a site comes first in ppl.sample: `ppl.sample("x", {call})`',
    "shape": '`shape=` belongs to ppl.sample: `ppl.sample("x", {call}, shape=…)`',
    "dims": '`dims=` belongs to ppl.sample: `ppl.sample("x", {call}, dims=…)`',
    "observed": 'an observation is a site with obs=: `ppl.sample("y", {call}, obs=y)`',
    "constraint": '`constraint=` belongs to ppl.sample: `ppl.sample("x", {call}, constraint=…)`',
    "truncation": "a truncated distribution is `{call}.truncated(low, high)`",
    "init": "where chains start is a matter of the sampler: `init=` of `samplers.nuts`",
    "nothing": "leave it out",
}
SITE_WORDS: dict[str, str] = {
    **dict.fromkeys(("name", "label"), "name"),
    **dict.fromkeys(("shape", "size", "sample_shape", "batch_shape", "plate_shape", "event_shape"), "shape"),
    **dict.fromkeys(("dims", "plates", "plate"), "dims"),
    **dict.fromkeys(("observed", "obs", "value", "data", "observation", "given"), "observed"),
    **dict.fromkeys(("transform", "constraint"), "constraint"),
    **dict.fromkeys(("lower", "upper", "low", "high", "bounds", "lb", "ub"), "truncation"),
    **dict.fromkeys(("initval", "testval", "init", "init_value"), "init"),
    **dict.fromkeys(("validate_args", "allow_nan_stats", "rng", "seed", "random_seed", "random_state", "rng_key", "dtype", "infer", "model", "total_size",
                     "compute_corr", "sd_dist", "reinterpreted_batch_ndims"), "nothing"),
}  # fmt: skip


def ours(constructor: str, parameters: Sequence[str], name: str) -> str | None:
    """Which of a constructor's parameters another tool calls by this name; None where it is none of them."""
    own = OF_ONE.get(constructor, {})
    found = [p for p in parameters if name in own.get(p, ())] or [p for p in parameters if name in RENAMED.get(p, ())]
    return found[0] if found else None


def computed(constructor: str, parameters: Sequence[str], name: str) -> tuple[str, str] | None:
    """(what it is, `parameter=formula`) where ours is computed of another tool's parameter."""
    if name in COMPUTED_OF_ONE.get(constructor, {}):
        return COMPUTED_OF_ONE[constructor][name]
    for parameter in parameters if not any(name in own for own in OF_ONE.get(constructor, {}).values()) else ():
        if name in COMPUTED.get(parameter, {}):
            what, formula = COMPUTED[parameter][name]
            return what, f"{parameter}={formula.format(name)}"
    return None


def elsewhere(constructor: str, parameters: Sequence[str], parameter: str) -> tuple[str, ...]:
    """The other names of one of a constructor's parameters, none that has another meaning there."""
    others = (*OF_ONE.get(constructor, {}).get(parameter, ()), *RENAMED.get(parameter, ()))
    return tuple(name for name in dict.fromkeys(others) if ours(constructor, parameters, name) == parameter and not computed(constructor, parameters, name))
