"""What other tools call distributions, words of models, and what distributions, models and posteriors have; and what is written here instead.

Each table maps a name, in lower case and without underscores where case and underscores differ between tools, to what to write.
"""

from __future__ import annotations

from .processes import PROCESSES

TRUNCATED = "`d.truncated(low, high)` of a distribution, as in `Normal(0, 1).truncated(0, None)`"
MIXTURE = "`ppl.Mixture(weights, components)`: a list of distributions, or one whose parameters hold the components on their last axis"
ZEROS = "`ppl.ZeroInflated(p, d)` of any distribution of counts; `p` is the probability of an extra zero, 1 - psi of PyMC"
TRANSFORMED = "`ppl.Transformed(d, np.exp)`, a constraint as in `ppl.Transformed(d, ppl.lower(2.0))`, or `forward=`, `inverse=`, `log_det=`"
HURDLE = "`ppl.Hurdle(p, d)`, as in `ppl.Hurdle(0.3, ppl.Gamma(2, 1))`; `p` is the probability of zero, 1 - psi of PyMC"
CENSORED = "`ppl.Censored(d, low, high)`: what lies at or beyond a bound counts with the probability of the tail; bounds may be arrays"
INTERVALS = "`ppl.IntervalCensored(d)`: observations are pairs of ends, the last axis, (a, inf) and (-inf, b) among them, and (a, a) for a value that is known"
CUSTOM = "`ppl.Custom(mu, logpdf=lambda x, mu: …, sample=lambda rng, mu: rng.normal(mu, 1.0))`"
NO_FAMILY = "there is no such family: `ppl.Custom(logpdf=…, sample=…)` makes it of its log density"
DATA = "data are the arguments of the model's function, given by `model.bind(x=…)`"
OTHER_DATA = "`posterior.rebind(x=…)` is the model with other data, `ppl.predict(posterior, tree, data=…)` predicts for them"
PLATES = "there are no plates: `shape=` or `dims=` of ppl.sample makes an array of parameters, and observations are arrays"
WITH = "a model is a function: `@ppl.model` above `def my_model(y): …`, then `my_model.bind(y=y)`"
CHAINS = "samplers are in `llbayes.samplers`: `samplers.nuts(model.bind(…))`"
PREDICTIONS = "`ppl.posterior_predictive(posterior, result)`, `ppl.prior_predictive(model.bind(…))`"
NO_HANDLER = "there are no effect handlers: a model is a function, and `model.bind(…)` gives its log density, draws and predictions"

# distributions elsewhere -> here
DISTRIBUTIONS: dict[str, str] = {
    **dict.fromkeys(("gaussian", "norm", "stdnormal", "standardnormal", "dnorm"), "`ppl.Normal(loc, scale)`"),
    **dict.fromkeys(("student", "studentst", "t", "dt", "standardt"), "`ppl.StudentT(df, loc, scale)`"),
    **dict.fromkeys(("halft", "halfstudent", "truncatedstudentt"), "`ppl.HalfStudentT(df, scale)`"),
    **dict.fromkeys(("halfgaussian", "halfnorm"), "`ppl.HalfNormal(scale)`"),
    **dict.fromkeys(("lognorm", "dlnorm"), "`ppl.LogNormal(mu, sigma)`"),
    **dict.fromkeys(("doubleexponential", "ddexp"), "`ppl.Laplace(loc, scale)`"),
    **dict.fromkeys(("expon", "exp", "dexp"), "`ppl.Exponential(rate)`"),
    **dict.fromkeys(("invgamma", "inversegam"), "`ppl.InverseGamma(shape, scale)`"),
    **dict.fromkeys(("chisquare", "chisquared", "chisq"), "`ppl.Chi2(df)`"),
    **dict.fromkeys(("invchisquare", "inversechisquared", "invchi2"), "`ppl.InverseChi2(df)`"),
    **dict.fromkeys(("scaledinvchisquare", "scaledinversechisquared", "scaledinvchi2"), "`ppl.ScaledInverseChi2(df, scale)`"),
    **dict.fromkeys(("gev", "genextreme", "genextremevalue", "generalizedextreme", "generalisedextremevalue"),
                    "`ppl.GeneralizedExtremeValue(loc, scale, shape)`"),
    **dict.fromkeys(("gpd", "genpareto", "generalisedpareto"), "`ppl.GeneralizedPareto(loc, scale, shape)`"),
    **dict.fromkeys(("paretotype2", "pareto2"), "`ppl.Lomax(shape, scale)`"),
    **dict.fromkeys(("exponnorm", "exponentiallymodifiedgaussian", "emg"),
                    "`ppl.ExGaussian(mu, sigma, nu)`, or by its rate `ppl.ExpModNormal(mu, sigma, rate)`"),
    **dict.fromkeys(("laplaceasymmetric", "asymmetriclaplacequantile"), "`ppl.AsymmetricLaplace(kappa, loc, scale)`, or by its share `q=` below loc"),
    "halflogis": "`ppl.HalfLogistic(scale)`",
    "erlang": "`ppl.Gamma(shape, rate)`",
    **dict.fromkeys(("unif", "dunif"), "`ppl.Uniform(low, high)`"),
    **dict.fromkeys(("betaprop", "betamean", "beta2"), "`ppl.BetaProportion(mu, kappa)`"),
    **dict.fromkeys(("wald", "invgauss", "inversenormal"), "`ppl.InverseGaussian(mu, lam)`"),
    **dict.fromkeys(("ddm", "hddm", "wfpt", "driftdiffusion", "driftdiffusionmodel", "firstpassage", "wienerfirstpassage", "dwiener", "wienerdiffusion"),
                    "`ppl.Wiener(alpha, tau, beta, delta)` of times with the sign of their boundary"),
    **dict.fromkeys(("skewnorm",), "`ppl.SkewNormal(loc, scale, alpha)`"),
    **dict.fromkeys(("betapert",), "`ppl.PERT(low, mode, high)`"),
    **dict.fromkeys(("triang", "triangle"), "`ppl.Triangular(low, mode, high)`"),
    **dict.fromkeys(("bern", "bernoullilogit", "bernoullilogits", "bernoulliprobs", "dbern"), "`ppl.Bernoulli(p)`, or `ppl.Bernoulli(logits=…)`"),
    **dict.fromkeys(("binom", "binomiallogit", "binomiallogits", "binomialprobs", "dbin"), "`ppl.Binomial(n, p)`, or `ppl.Binomial(n, logits=…)`"),
    **dict.fromkeys(("poissonlog", "poissonlograte", "dpois"), "`ppl.Poisson(rate)`, or `ppl.Poisson(log_rate=…)`"),
    **dict.fromkeys(("negbinomial", "negbinom", "nbinom", "negbinomial2", "negativebinomial2", "negbinomial2log", "gammapoisson", "negativebinomialprobs",
                     "negativebinomiallogits", "dnegbin"), "`ppl.NegativeBinomial(mean, size)`"),
    **dict.fromkeys(("categoricallogits", "categoricallogit", "categoricalprobs", "dcat", "discrete"), "`ppl.Categorical(p)`, or `ppl.Categorical(logits=…)`"),
    **dict.fromkeys(("mvnormal", "multinormal", "multinormalcholesky", "multivariatenormaltril", "mvnormalcholesky", "mvnormalchol", "dmnorm",
                     "multivariatenormalfullcovariance", "multinormalprec", "gaussianvector", "mvn", "mvgaussian"),
                    "`ppl.MultivariateNormal(mean, cov)`, or `ppl.MultivariateNormal(mean, cholesky=…)`"),
    "lkjcorr": "`ppl.LKJ(dim, eta)`; its factor is `ppl.LKJCholesky(dim, eta)`",
    **dict.fromkeys(("lkjcorrcholesky", "lkjcholeskycov", "lkjcorrchol", "choleskylkj", "choleskylkjcorr"),
                    "`ppl.LKJCholesky(dim, eta)`, the factor of a correlation matrix; of covariances it is "
                    '`sd[:, None] * ppl.sample("L", ppl.LKJCholesky(K, 2))`'),
    **dict.fromkeys(("wishartbartlett", "wisharttril", "dwish", "wishartdistribution"), "`ppl.Wishart(df, scale)`, or `ppl.Wishart(df, cholesky=…)`"),
    **dict.fromkeys(("invwishart", "iwishart", "inversewishartdistribution"), "`ppl.InverseWishart(df, scale)`, or `ppl.InverseWishart(df, cholesky=…)`"),
    "invwishartcholesky": "`ppl.InverseWishartCholesky(df, cholesky)`",
    **dict.fromkeys(("mvstudentt", "multistudentt", "multivariatet", "mvt", "multivariatestudent", "dmt"),
                    "`ppl.MultivariateStudentT(df, loc, scale)`, or `ppl.MultivariateStudentT(df, loc, cholesky=…)`"),
    **dict.fromkeys(("vmf", "misesfisher", "powerspherical"), "`ppl.VonMisesFisher(mu, kappa)`"),
    "kroneckernormal": "`ppl.MatrixNormal(mean, rowcov, colcov)` of the values as a matrix",
    **dict.fromkeys(("stickbreakingweights", "dirichletprocess", "gem"), "`ppl.StickBreaking(alpha, K)`, K weights (PyMC's K sticks make K + 1)"),
    **dict.fromkeys(("betabinom", "betabin", "dbetabinom"), "`ppl.BetaBinomial(n, a, b)`"),
    **dict.fromkeys(("fisk", "loglogisticdistribution", "dloglogis"), "`ppl.LogLogistic(shape, scale)`"),
    **dict.fromkeys(("betanbinom", "betanegbinomial", "betanegbinom", "generalizedwaring"), "`ppl.BetaNegativeBinomial(n, a, b)`"),
    **dict.fromkeys(("yulesimon", "yule"), "`ppl.YuleSimon(alpha)`"),
    **dict.fromkeys(("geom", "geometricprobs", "geometriclogits", "dgeom"),
                    "`ppl.Geometric(p)`, trials from 1; failures from 0 are `ppl.NegativeBinomial(n=1, p=p)`"),
    **dict.fromkeys(("hypergeom", "hyperg", "dhyper", "dhypergeom"), "`ppl.HyperGeometric(N, k, n)`: n drawn of N, k of them successes"),
    **dict.fromkeys(("randint", "discreterange", "integeruniform", "uniforminteger"), "`ppl.DiscreteUniform(low, high)`, both ends included"),
    **dict.fromkeys(("multinomiallogits", "multinomiallogit", "multinomialprobs", "dmulti"), "`ppl.Multinomial(n, p)`, or `ppl.Multinomial(n, logits=…)`"),
    **dict.fromkeys(("dirichletmulti", "dirmult", "multivariatepolya"), "`ppl.DirichletMultinomial(n, concentration)`"),
    **dict.fromkeys(("cumulativelogit", "proportionalodds", "orderedcategorical", "orderedlogit", "orderedmultinomial"),
                    "`ppl.OrderedLogistic(eta, cutpoints)`"),
    **dict.fromkeys(("normalidglm", "linearregression"), "`ppl.NormalGLM(X, intercept, beta, scale)`, or `ppl.Normal(intercept + X @ beta, scale)`"),
    **dict.fromkeys(("bernoullilogitglm", "logisticregression"), "`ppl.BernoulliGLM(X, intercept, beta)`, or `ppl.Bernoulli(logits=intercept + X @ beta)`"),
    "poissonlogglm": "`ppl.PoissonGLM(X, intercept, beta)`, or `ppl.Poisson(log_rate=intercept + X @ beta)`",
    "negbinomial2logglm": "`ppl.NegativeBinomialGLM(X, intercept, beta, size)`, or `ppl.NegativeBinomial(log_mean=intercept + X @ beta, size=size)`",
    "categoricallogitglm": "`ppl.CategoricalGLM(X, intercept, beta)`, or `ppl.Categorical(logits=intercept + X @ beta)`",
    **dict.fromkeys(("flat", "improperuniform"), '`ppl.param("x", ppl.real)`'),
    **dict.fromkeys(("halfflat",), '`ppl.param("x", ppl.positive)`'),
    **dict.fromkeys(("truncated", "truncatednormal", "truncnorm", "truncateddistribution", "bound", "bounded", "twosidedtruncateddistribution",
                     "lefttruncateddistribution", "righttruncateddistribution", "truncatedcauchy", "truncatedpolyagamma"), TRUNCATED),
    **dict.fromkeys(("mixture", "normalmixture", "mixturesamefamily", "mixturegeneral", "gaussianmixture", "mixturedistribution", "dnormmix"), MIXTURE),
    **dict.fromkeys(("zeroinflatedpoisson", "zeroinflatedbinomial", "zeroinflatednegativebinomial", "zeroinflatednegativebinomial2", "zeroinflateddistribution",
                     "zip", "zinb", "zib"), ZEROS),
    **dict.fromkeys(("hurdlepoisson", "hurdlegamma", "hurdlelognormal", "hurdlenegativebinomial", "hurdledistribution", "zeroalteredpoisson", "deltalognormal"),
                    HURDLE),
    **dict.fromkeys(("censored", "censoreddistribution", "leftcensored", "leftcensoreddistribution", "rightcensored", "rightcensoreddistribution"),
                    CENSORED),
    **dict.fromkeys(("intervalcensoreddistribution", "intervalcensoring", "interval2", "surv"), INTERVALS),
    **PROCESSES,
    **dict.fromkeys(("delta", "diracdelta", "constant", "deterministicdistribution"), "a value that is known needs no distribution: use the number itself"),
    **dict.fromkeys(("independent", "expandeddistribution", "maskeddistribution"), "parameters broadcast; `shape=` and `where=` belong to ppl.sample"),
    **dict.fromkeys(("customdist", "densitydist", "customdistribution", "userdefined"), CUSTOM),
    **dict.fromkeys(("transformeddistribution", "transformed", "transform"), TRANSFORMED),
    "unit": NO_FAMILY,
    **dict.fromkeys(("rice",
                     "polyagamma", "chi", "levy", "logistisnormal", "loguniform",
                     "skewstudentt", "interpolated", "bart",
                     "powerlaw", "simplex", "uniformorderedvector", "projectednormal", "soundnormal"), NO_FAMILY),
}  # fmt: skip

# words of models elsewhere -> here; distributions are above
WORDS: dict[str, str] = {
    **dict.fromkeys(("data", "mutabledata", "constantdata", "minibatch"), DATA),
    **dict.fromkeys(("setdata", "rebind", "newdata", "updatedata"), OTHER_DATA),
    **dict.fromkeys(("plate", "iarange", "irange", "platestack", "markov", "subsample", "vectorize", "scan", "expand"), PLATES),
    **dict.fromkeys(("potential", "addfactor", "target", "addpotential"), '`ppl.factor("name", log_density)`'),
    **dict.fromkeys(("observe", "observed", "condition", "obs"), '`ppl.sample("y", ppl.Normal(mu, 1), obs=y)`'),
    **dict.fromkeys(("transformed", "track", "quantity"), '`ppl.deterministic("name", value)`'),
    **dict.fromkeys(("parameter", "parameters"), '`ppl.param("x", ppl.real)`, or with a prior `ppl.sample("x", ppl.Normal(0, 1))`'),
    **dict.fromkeys(("nuts", "hmc", "mcmc", "metropolis", "sampler", "samplers", "fit", "slice", "demetropolis", "run", "samplesmc"), CHAINS),
    **dict.fromkeys(("findmap", "optimize", "optimizing", "svi", "advi", "variational", "traceelbo"),
                    "there is no optimiser or variational method: `samplers.nuts(posterior)`, or `uq.laplace(posterior)` for a Gaussian at the mode"),
    **dict.fromkeys(("sampleposteriorpredictive", "samplepriorpredictive", "predictive", "samplepredictive", "predict"), PREDICTIONS),
    **dict.fromkeys(("computeloglikelihood", "loglik", "pointwise"), "`ppl.log_likelihood(posterior, result)`"),
    **dict.fromkeys(("handlers", "poutine", "seed", "trace", "block", "replay", "substitute", "mask", "scope", "lift", "do", "reparam", "module", "flaxmodule"),
                    NO_HANDLER),
    **dict.fromkeys(("math", "tensor", "pt", "jnp", "np", "torch", "aesara", "theano"),
                    "functions are NumPy's and SciPy's: `np.exp(x)`, `scipy.special.expit(x)`"),
    **dict.fromkeys(("constraints", "transforms"),
                    "constraints are `ppl.real`, `ppl.positive`, `ppl.lower(a)`, `ppl.upper(b)`, `ppl.interval(a, b)`, `ppl.unit`, "
                    "`ppl.simplex`, `ppl.ordered`, `ppl.cholesky_corr(n)`"),
    **dict.fromkeys(("summary", "plottrace", "plotposterior", "plot", "hdi", "loo", "waic", "compare"),
                    "results are ArviZ's: `samplers.nuts(…)` gives a tree for `az.summary`, `az.plot_trace`; tables are in `llbayes.results`"),
    **dict.fromkeys(("logdensity", "logp", "logprob", "potentialenergy"), "`model.bind(…).log_density(z)`"),
    **dict.fromkeys(("dist", "distributions"), "distributions are names of ppl: `ppl.Normal(0, 1)`"),
    **dict.fromkeys(("diagnose", "interpret", "constrain", "unconstrain"), "a posterior has a method of this name: `model.bind(…)` gives one"),
    **dict.fromkeys(("modeltographviz", "rendermodel", "modelgraph", "plotmodel", "graphviz", "modeltonetworkx", "getdependencies"),
                    "`ppl.visualise(posterior)` draws its graph"),
    **dict.fromkeys(("recovermarginals", "inferdiscrete", "configenumerate"), "`ppl.recover(posterior, tree)` draws what `ppl.marginalize` summed out"),
}  # fmt: skip

OBSERVED = "an observation is `obs=`"
BOUNDS = "bounds are a constraint: `constraint=ppl.lower(0)`, `ppl.upper(1)`, `ppl.interval(0, 1)`"
BOUNDED = 'bounds make the constraint, the second argument: `ppl.lower(0)`, `ppl.upper(1)`, `ppl.interval(0, 1)`'
NO_CONSTRAINT = "`constraint=` with a set of ppl: `ppl.positive`, `ppl.unit`, `ppl.simplex`, …"
STARTS = "where chains start is a matter of the sampler: `init=` of `samplers.nuts`"
SITES_SHAPE = "the shape of the whole value is `shape=`, or `dims=` with coords"
LEAVE_OUT = "leave it out"

# word of models -> argument elsewhere -> what is written here
SITE: dict[str, str] = {
    **dict.fromkeys(("size", "sample_shape", "batch_shape", "plate_shape", "n", "length"), SITES_SHAPE),
    **dict.fromkeys(("dim", "axis", "axes", "plate", "plates", "coords"), "the names of axes are `dims=`"),
    **dict.fromkeys(("lower", "upper", "low", "high", "lb", "ub", "bounds", "min", "max"), BOUNDS),
    **dict.fromkeys(("transform", "constraints", "support"), NO_CONSTRAINT),
    **dict.fromkeys(("initval", "testval", "init", "init_value", "initial", "start"), STARTS),
    **dict.fromkeys(("rng_key", "seed", "random_seed", "rng", "key", "infer", "model", "total_size", "sample_weight"), LEAVE_OUT),
}
ARGUMENTS: dict[str, dict[str, str]] = {
    "sample": {
        **SITE,
        **dict.fromkeys(("observed", "observation", "observations", "value", "data", "given", "y", "is_observed"), OBSERVED),
        **dict.fromkeys(("mask", "obs_mask", "where_obs", "observed_mask", "subset", "rows", "condition"), "which entries of obs exist is `where=`"),
        **dict.fromkeys(("na_rm", "na_action", "na", "skipna", "impute", "imputation", "missing_values", "fillna"),
                        'what nan in obs means is `missing="skip"` or `missing="parameter"`'),
        **dict.fromkeys(("draw", "random", "likelihood"), "it draws and scores by its distribution; `draw=` and `likelihood=` are of `ppl.factor`"),
        **dict.fromkeys(("prior", "distribution", "fn", "d", "dist_fn"), "the distribution comes second, or is `dist=`"),
        **dict.fromkeys(("draws", "tune", "chains", "cores", "num_samples", "num_warmup", "num_chains", "trace", "step"), CHAINS),
    },
    "param": {**SITE, **dict.fromkeys(("lower", "upper", "low", "high", "lb", "ub", "bounds", "min", "max"), BOUNDED), **dict.fromkeys(("value",
                    "init_value", "prior"), 'a prior makes it `ppl.sample("x", ppl.Normal(0, 1))`')},
    "generate": {**SITE, **dict.fromkeys(("obs", "observed", "where", "mask", "missing", "constraint"), "it is drawn, and never observed or restricted")},
    "generated": {
        **dict.fromkeys(("values", "quantities", "names", "var_names", "outputs"), "the block itself gives a dict of values by name"),
        **dict.fromkeys(("function", "fn", "func", "f"), "the function comes first, or is `block=`"),
    },
    "random": {
        **dict.fromkeys(("name", "dims"), 'a draw with a name is `ppl.generate("z", d)`'),
        **dict.fromkeys(("size", "sample_shape", "batch_shape", "plate_shape", "n", "length"), "the shape of the whole value is `shape=`"),
        **dict.fromkeys(("rng_key", "seed", "random_seed", "rng", "key", "random_state"), "the seed is that of `ppl.posterior_predictive`"),
    },
    "marginalize": {
        **dict.fromkeys(("obs", "observed", "data", "y"), "observations are scored in the function: `lambda k: ppl.Normal(mu[k], 1).logpdf(y)`"),
        **dict.fromkeys(("shape", "size"), "its shape is that of what the function gives, one log likelihood for each entry"),
        **dict.fromkeys(("logp", "likelihood", "fn", "func", "function"), "the function of the value comes third, or is `f=`"),
        **dict.fromkeys(("where", "mask", "missing"), "an entry that does not exist has log likelihood 0: `np.where(there, …, 0.0)` in the function"),
    },
    "factor": {
        **dict.fromkeys(("log_factor", "logp", "log_prob", "expr", "var", "log_density"), "the log density comes second, or is `value=`"),
        **dict.fromkeys(("obs", "observed", "is_observed", "has_rsample"), "`likelihood=True` makes its entries pointwise log likelihoods"),
        **dict.fromkeys(("random", "rng_fn", "random_fn", "sample", "simulate", "predictive", "generate", "dist"),
                        "what it predicts is `draw=lambda: ppl.Normal(mu, 1)`"),
        **dict.fromkeys(("where", "mask", "missing"), "an entry that does not exist counts 0: `np.where(there, value, 0.0)`"),
        **dict.fromkeys(("shape", "dims", "size"), "its shape is that of the value"),
    },
    "deterministic": {
        **dict.fromkeys(("var", "expr", "obs"), "the value comes second, or is `value=`"),
        **dict.fromkeys(("shape", "size"), "its shape is that of the value"),
    },
}

# what distributions have elsewhere -> here
METHODS: dict[str, str] = {
    **dict.fromkeys(("log_prob", "logp", "logprob", "lpdf", "log_pdf", "logpmf", "lpmf", "log_pmf", "log_density", "log_likelihood", "loglik", "logpdf_sum"),
                    "the log density, element by element, is `.logpdf(x)`; of an observation ppl.sample(…, obs=) adds it"),
    **dict.fromkeys(("pmf", "prob", "density", "probability"), "`.pdf(x)`, of counts too"),
    **dict.fromkeys(("rsample", "rvs", "random", "draw_samples", "sample_n", "sample_with_intermediates", "rand", "draws"),
                    'outside of models `.sample(1000, seed=1)`; inside `ppl.sample("x", d)` makes a parameter, `ppl.generate("x", d)` a draw'),
    **dict.fromkeys(("icdf", "ppf", "inverse_cdf", "quantiles"), "`.quantile(p)`"),
    **dict.fromkeys(("log_cdf", "lcdf"), "`.logcdf(x)`"),
    **dict.fromkeys(("survival", "survival_function", "ccdf"), "`.sf(x)`"),
    **dict.fromkeys(("lccdf", "log_survival_function", "log_sf"), "`.logsf(x)`"),
    **dict.fromkeys(("std", "stddev"), "`.sd()`"),
    **dict.fromkeys(("var", "covariance"), "`.variance()`"),
    **dict.fromkeys(("skew", "third_cumulant"), "`.skewness()`"),
    **dict.fromkeys(("excess_kurtosis", "excess", "kurt", "fourth_cumulant"), "`.kurtosis()`, the excess over a normal law's"),
    **dict.fromkeys(("expectation", "expected_value"), "`.mean()`"),
    **dict.fromkeys(("median", "mode", "entropy", "moment", "stats", "interval", "hdi", "kl_divergence", "cross_entropy"),
                    "a distribution has `.quantile(p)`, `.mean()`, `.variance()`"),
    **dict.fromkeys(("expand", "expand_by", "to_event", "independent", "repeat", "reshape", "batch_shape", "event_shape", "shape", "unsqueeze"),
                    "parameters broadcast, and `shape=` of ppl.sample gives the shape of the whole value"),
    "mask": "`where=` of ppl.sample says which entries of obs exist",
    **dict.fromkeys(("truncate", "clip", "clamp"), "`.truncated(low, high)`"),
    **dict.fromkeys(("non_centered", "noncentred", "reparametrise", "reparam"), "`.noncentered()`"),
    **dict.fromkeys(("dist", "make"), "a distribution is made by its own name: `ppl.Normal(0, 1)`"),
}  # fmt: skip

OF_MODELS: dict[str, str] = {
    **dict.fromkeys(("rebind", "set_data", "update", "update_data", "new_data", "with_data"), "data make a posterior of it: `{name}.bind(…)`; " + OTHER_DATA),
    **dict.fromkeys(("check", "validate", "test"), "`ppl.check({name}.bind(…))`"),
    **dict.fromkeys(("visualise", "visualize", "graph", "plot", "to_graphviz", "render", "draw"), "`ppl.visualise({name}.bind(…))`"),
    **dict.fromkeys(("diagnose", "interpret", "constrain", "unconstrain", "dim", "coords"), "a posterior has it, `{name}.bind(…)`"),
    **dict.fromkeys(("sample", "fit", "run", "nuts", "mcmc", "sampling", "infer"), "`samplers.nuts({name}.bind(…))`"),
    **dict.fromkeys(("condition", "observe", "data", "bind_data", "compile", "build", "instantiate", "given"),
                    "data make a posterior of it: `{name}.bind(…)`"),
    **dict.fromkeys(("logp", "log_prob", "log_density", "logpdf", "grad", "value_and_grad", "dlogp"), "`{name}.bind(…).log_density(z)`, `.value_and_grad(z)`"),
    **dict.fromkeys(("prior_predictive", "sample_prior", "simulate"), "`ppl.prior_predictive({name}.bind(…))`"),
    **dict.fromkeys(("posterior_predictive", "predict"), "`ppl.posterior_predictive({name}.bind(…), result)`"),
    **dict.fromkeys(("from_dict", "from_data", "from_file", "load"), "`{name}.bind(**data)`, or `{name}.from_json(path)`"),
    **dict.fromkeys(("parameters", "free_RVs", "named_vars", "sites", "variables", "debug", "initial_point"), "`{name}.bind(…).sites` lists its sites"),
}
OF_POSTERIORS: dict[str, str] = {
    **dict.fromkeys(("sample", "fit", "run", "nuts", "mcmc", "sampling", "infer"), "`samplers.nuts(posterior)`"),
    **dict.fromkeys(("logp", "log_prob", "logpdf", "log_posterior", "logdensity", "lp"), "`.log_density(z)`"),
    **dict.fromkeys(("grad", "gradient", "dlogp", "log_density_gradient", "grad_log_density"), "`.value_and_grad(z)`"),
    **dict.fromkeys(("log_density_hessian", "d2logp"), "`.hessian(z)`"),
    **dict.fromkeys(("prior_predictive", "sample_prior"), "`ppl.prior_predictive(posterior)`"),
    **dict.fromkeys(("posterior_predictive", "sample_posterior_predictive"), "`ppl.posterior_predictive(posterior, tree)`"),
    **dict.fromkeys(("predict", "predictions", "forecast"), "`ppl.predict(posterior, tree, data=…)`"),
    **dict.fromkeys(("recover", "recover_marginals", "infer_discrete"), "`ppl.recover(posterior, tree)`"),
    **dict.fromkeys(("check", "debug", "validate", "test"), "`ppl.check(posterior)` looks at a bound model, `posterior.diagnose(z)` at a point"),
    **dict.fromkeys(("visualise", "visualize", "graph", "plot", "to_graphviz", "render", "draw"), "`ppl.visualise(posterior)` draws its graph"),
    **dict.fromkeys(("log_likelihood", "loo", "waic"), "`ppl.log_likelihood(posterior, tree)`"),
    "log_prior": "`ppl.log_prior(posterior, tree)`",
    **dict.fromkeys(("param_constrain", "transform"), "`.constrain(z)`"),
    **dict.fromkeys(("param_unconstrain", "untransform"), "`.unconstrain(values)`"),
    **dict.fromkeys(("ndim", "param_num", "n_dim", "size", "dimension"), "`.dim`"),
    **dict.fromkeys(("param_names", "names", "free_RVs", "parameter_names"), "`.parameters`, `.unconstrained_names`"),
    **dict.fromkeys(("bind", "update", "update_data", "set_data", "with_data", "new_data"), OTHER_DATA),
}


def plain(name: str) -> str:
    """A name without what tools differ in: case and underscores."""
    return name.replace("_", "").lower()
