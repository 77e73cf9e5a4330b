"""What other tools call distributions of series and fields, and what is written here instead: names in lower case and without underscores."""

from __future__ import annotations

PROCESSES: dict[str, str] = {
    **dict.fromkeys(("gaussianrandomwalk", "normalrandomwalk", "rw", "rw1", "localleveltrend"),
                    '`ppl.sample("x", ppl.RandomWalk(scale, drift), shape=n)`, with `init_loc=` and `init_scale=` for the first value'),
    **dict.fromkeys(("mvgaussianrandomwalk", "mvstudenttrandomwalk"),
                    "walks of several components are rows: `ppl.RandomWalk(scale[:, None])` with shape (k, n); correlated ones are `L @` such a site"),
    **dict.fromkeys(("ar1", "arp", "autoregressive", "autoregression"),
                    "`ppl.AR(coefficients, scale, constant)`, stationary; with `init_loc=`, `init_scale=` or `initial=` from other first values"),
    **dict.fromkeys(("hmm", "discretehmm", "gaussianhmm", "categoricalhmm", "hiddenmarkovmodel", "markovchain", "discretemarkovchain", "hmmmarginal",
                     "hmmlatent", "gammagaussianhmm", "independenthmm"),
                    "`ppl.HiddenMarkov(initial, transition, ppl.Normal(mu, sigma))`, the states summed out; `d.viterbi(y)` and `d.smoothed(y)` are the states"),
}  # fmt: skip
