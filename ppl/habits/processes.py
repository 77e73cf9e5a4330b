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
    **dict.fromkeys(("hmm", "discretehmm", "gaussianhmm", "categoricalhmm", "hiddenmarkovmodel", "markovchain", "discretemarkovchain", "hmmmarginal",
                     "hmmlatent", "gammagaussianhmm", "independenthmm"),
                    "`ppl.HiddenMarkov(initial, transition, ppl.Normal(mu, sigma))`, the states summed out; `d.viterbi(y)` and `d.smoothed(y)` are the states"),
}  # fmt: skip
