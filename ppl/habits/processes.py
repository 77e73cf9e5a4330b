"""What other tools call distributions of series and fields, and what is written here instead: names in lower case and without underscores."""

from __future__ import annotations

PROCESSES: dict[str, str] = {
    **dict.fromkeys(("gaussianrandomwalk", "normalrandomwalk", "rw", "rw1", "localleveltrend"),
                    '`ppl.sample("x", ppl.RandomWalk(scale, drift), shape=n)`, with `init_loc=` and `init_scale=` for the first value'),
    **dict.fromkeys(("mvgaussianrandomwalk", "mvstudenttrandomwalk"),
                    "walks of several components are rows: `ppl.RandomWalk(scale[:, None])` with shape (k, n); correlated ones are `L @` such a site"),
    **dict.fromkeys(("ar1", "arp", "autoregressive", "autoregression"),
                    "`ppl.AR(coefficients, scale, constant)`, stationary; with `init_loc=`, `init_scale=` or `initial=` from other first values"),
    **dict.fromkeys(("garch11", "arch", "arch1"), "`ppl.GARCH(omega, alpha, beta)`, with `initial=` for the first variance"),
    **dict.fromkeys(("sv", "stochvol", "logvolatility"), "`ppl.StochasticVolatility(phi, sigma, mu)`, returns are `ppl.Normal(0, np.exp(h / 2))`"),
    **dict.fromkeys(("ma1", "maq", "movingaverage"), "`ppl.MA(coefficients, scale, loc)`"),
    **dict.fromkeys(("gp", "marginal", "latent", "gpmarginal", "gplatent", "gpregression", "gaussianprocesses", "variationalgp", "marginalapprox",
                     "marginalsparse"),
                    "`ppl.GaussianProcess(kernel, x, noise=s)` for observations, without noise and `.noncentered()` for latent values; "
                    "`d.given(y, x_new)` predicts"),
    **dict.fromkeys(("hsgp", "hsgpperiodic", "hilbertspacegp", "hsgpsquaredexponential", "hsgpmatern"),
                    "`gp = ppl.HilbertSpaceGP(kernel, m, low, high)`, values `gp.basis(x) @ w` with `w = ppl.sample(\"w\", gp.noncentered())`"),
    **dict.fromkeys(("cov", "kernel", "expquad", "squaredexponential", "rbf", "matern32", "matern52", "matern", "exponentiatedquadratic", "gpexpquadcov"),
                    "kernels are functions of `ppl.kernels`: `ppl.kernels.ExpQuad(lengthscale, scale)`, `Matern32`, `Matern52`, `Periodic`, `Linear`"),
    **dict.fromkeys(("eulermaruyama",),
                    "a differential equation by Euler's steps: x[t] is `ppl.Normal(x[t-1] + dt * f(x[t-1]), np.sqrt(dt) * s)`, written out"),
    **dict.fromkeys(("kalman", "kalmanfilter", "lineargaussianssm", "lineargaussianstatespacemodel", "statespace", "gaussiandlmobs", "dlm", "structural",
                     "gaussianstatespace", "lds"),
                    "`ppl.LinearGaussianStateSpace(transition, design, process, noise, mean, cov)`, the states integrated out, `d.smoothed(y)` their means"),
    **dict.fromkeys(("besag", "intrinsiccar", "carnormal", "besagicar"),
                    "`ppl.ICAR(ppl.graph(node1, node2, n), scale)`, its sum zero; a matrix of neighbours is `ppl.graph(W)`"),
    **dict.fromkeys(("carproper", "propercar", "conditionalautoregressive"), "`ppl.CAR(ppl.graph(node1, node2, n), alpha, tau, loc)`"),
    **dict.fromkeys(("bym", "bym2"),
                    "a sum of a field and of independent numbers: `np.sqrt(rho) * u / np.sqrt(g.scaling()) + np.sqrt(1 - rho) * v` times a scale, with "
                    "`u` of `ppl.ICAR(g)` on `g = ppl.graph(node1, node2, n)` and `v` of `ppl.Normal(0, 1)`"),
    **dict.fromkeys(("hmm", "discretehmm", "gaussianhmm", "categoricalhmm", "hiddenmarkovmodel", "markovchain", "discretemarkovchain", "hmmmarginal",
                     "hmmlatent", "gammagaussianhmm", "independenthmm"),
                    "`ppl.HiddenMarkov(initial, transition, ppl.Normal(mu, sigma))`, the states summed out; `d.viterbi(y)` and `d.smoothed(y)` are the states"),
}  # fmt: skip

# constructor -> our parameter -> names that it has there alone
OF_PROCESSES: dict[str, dict[str, tuple[str, ...]]] = {
    "RandomWalk": {"drift": ("mu",), "length": ("steps", "num_steps")},
    "AR": {"coefficients": ("rho", "phi", "ar_coefs", "coefs"), "constant": ("intercept", "c"), "length": ("steps", "num_steps")},
    "MA": {"coefficients": ("theta", "ma_coefs")},
    "GARCH": {"alpha": ("alpha_1", "alpha1"), "beta": ("beta_1", "beta1"), "initial": ("initial_vol", "sigma1"), "loc": ("mu",)},
    "GaussianProcess": {"kernel": ("cov_func", "cov"), "x": ("X", "index_points"), "noise": ("sigma", "observation_noise"), "mean": ("mean_func", "mu")},
    "HilbertSpaceGP": {"kernel": ("cov_func", "cov"), "boundary": ("c",)},
    "HiddenMarkov": {"initial": ("initial_logits", "init_probs", "pi", "initial_distribution"), "transition": ("transition_logits", "transition_matrix", "P"),
                     "emission": ("observation_dist", "observation_distribution")},
    "LinearGaussianStateSpace": {"transition": ("F", "T", "A", "transition_matrix"), "design": ("H", "Z", "C", "observation_matrix"), "process": ("Q", "W"),
                                 "noise": ("R", "V"), "mean": ("a0", "a1", "m0", "initial_mean"), "cov": ("P0", "P1", "C0", "initial_cov")},
    "ICAR": {"graph": ("W", "adj"), "scale": ("sigma",), "centring": ("zero_sum_stdev",)},
    "CAR": {"graph": ("W", "adj_matrix", "adj"), "loc": ("mu",)},
}  # fmt: skip

# the same of kernels
OF_KERNELS: dict[str, dict[str, tuple[str, ...]]] = {
    name: {"lengthscale": ("ls", "length_scale", "ell", "l", "rho"), "scale": ("amplitude", "eta", "sigma", "sd", "outputscale", "alpha"),
           "period": ("T", "p", "periodicity"), "centre": ("c", "center"), "variance": ("c", "value", "constant")}
    for name in ("ExpQuad", "Matern32", "Matern52", "Periodic", "Linear", "Constant")
}  # fmt: skip
