"""Continuous distributions of numbers (functions reference, chapters Unbounded, Positive, Non-negative, Positive lower-bounded, [0, 1] and circular, Bounded
continuous distributions)."""
from __future__ import annotations

from .law import Law, Laws

UNBOUNDED: Laws = {
    "normal": Law("reals", ("reals", "reals"), "ppl.Normal(_1, _2)"),
    "std_normal": Law("reals", (), "ppl.Normal(0.0, 1.0)"),
    "exp_mod_normal": Law("reals", ("reals", "reals", "reals"), "ppl.ExpModNormal(_1, _2, _3)"),
    "skew_normal": Law("reals", ("reals", "reals", "reals"), "ppl.SkewNormal(_1, _2, _3)"),
    "student_t": Law("reals", ("reals", "reals", "reals"), "ppl.StudentT(_1, _2, _3)"),
    "cauchy": Law("reals", ("reals", "reals"), "ppl.Cauchy(_1, _2)"),
    "double_exponential": Law("reals", ("reals", "reals"), "ppl.Laplace(_1, _2)"),
    "logistic": Law("reals", ("reals", "reals"), "ppl.Logistic(_1, _2)"),
    "gumbel": Law("reals", ("reals", "reals"), "ppl.Gumbel(_1, _2)"),
    "skew_double_exponential": Law("reals", ("reals", "reals", "reals"), "ppl.SkewDoubleExponential(_1, _2, _3)"),
}

POSITIVE: Laws = {
    "lognormal": Law("reals", ("reals", "reals"), "ppl.LogNormal(_1, _2)"),
    "chi_square": Law("reals", ("reals",), "ppl.Chi2(_1)"),
    "inv_chi_square": Law("reals", ("reals",), "ppl.InverseChi2(_1)"),
    "scaled_inv_chi_square": Law("reals", ("reals", "reals"), "ppl.ScaledInverseChi2(_1, _2)"),
    "exponential": Law("reals", ("reals",), "ppl.Exponential(_1)"),
    "gamma": Law("reals", ("reals", "reals"), "ppl.Gamma(_1, _2)"),
    "inv_gamma": Law("reals", ("reals", "reals"), "ppl.InverseGamma(_1, _2)"),
    "weibull": Law("reals", ("reals", "reals"), "ppl.Weibull(_1, _2)"),
    "frechet": Law("reals", ("reals", "reals"), "ppl.Frechet(_1, _2)"),
    "loglogistic": Law("reals", ("reals", "reals"), "ppl.LogLogistic(_2, _1)", tails=("cdf",)),
    "rayleigh": Law("reals", ("reals",), "ppl.Rayleigh(_1)"),
    "pareto": Law("reals", ("reals", "reals"), "ppl.Pareto(_2, _1)"),
    "pareto_type_2": Law("reals", ("reals", "reals", "reals"), "st.pareto_type_2(_1, _2, _3)"),
    # a first passage is at one of two boundaries: what is drawn of ours says at which, Stan's value is a time at the upper one
    "wiener": Law("reals", ("reals", "reals", "reals", "reals"), "ppl.Wiener(_1, _2, _3, _4)", tails=(), draws=False, observed=False),
}

BOUNDED: Laws = {
    "beta": Law("reals", ("reals", "reals"), "ppl.Beta(_1, _2)"),
    "beta_proportion": Law("reals", ("reals", "reals"), "ppl.BetaProportion(_1, _2)", tails=("lcdf", "lccdf")),
    "uniform": Law("reals", ("reals", "reals"), "ppl.Uniform(_1, _2)"),
    # Stan takes angles of any turn
    "von_mises": Law("reals", ("reals", "reals"), "ppl.VonMises(_1, _2)", value="st.angle(_0)"),
}

# what varies between trials: drifts; starts and non-decision times too. How precise Stan is may be said behind that
OTHERS = "".join(f"""
real wiener_lpdf({", ".join([of] * 6)}{precision}) = st.wiener(_0, _1, _2, _3, _4, _5)
real wiener_lpdf({", ".join([of] * 8)}{precision}) = st.wiener_full(_0, _1, _2, _3, _4, _5, _6, _7)
""" for of in ("real", "vector") for precision in ("", ", data real"))
