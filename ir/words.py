"""Words of other tools for what our calls take, as a table: a word and the names that a call takes in, what is meant out. Also the closest of "
  "several names.

Words are compared without case and underscores, so `nChains`, `n_chains` and `NCHAINS` are one.
"""
from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

NEAR, NEARER = 0.6, 0.8              # likeness of a name that is offered: for one of ours, and for another tool's that would stand for one of ours
OF_A_PART = 0.9
PART = re.compile(r"[_\W]+")
MOST = 3                             # names that are offered


class Words(NamedTuple):
    """Words of other tools for one argument of ours; the row holds for calls that take `setting`."""

    setting: str
    words: str                       # separated by spaces
    says: str = ""                   # instead of "it is called `setting` here"


SAMPLES = ("num_samples n_samples nsamples n_sample samples sample_size iter_sampling sampling_iterations n_draws num_draws ndraws nr_draws draw n iter "
           "iters iterations n_iter num_iter niter n_iterations num_iterations num_results nsteps n_mcmc n_sim nsim n_post total_samples size")
POINTS = ("logp logprob log_prob log_prob_fn logp_fn logpdf lnprob log_density log_density_fn log_density_function logdensity density potential_fn "
          "potential kernel")
BEGIN = ("initvals initval init_vals inits init start initial initial_values initial_value init_values init_params initial_params initial_position "
         "position initial_state initial_point initial_points start_point starting_point start_values init_strategy theta0 x0 z0 p0 pos testval testvals")
DRAWS = "trace idata inferencedata inference_data infdata fit results result posterior_samples samples draws datatree mcmc chains_data"

TABLE = (
    # samplers
    Words("seed", "random_seed random_seeds random_state rng_seed rng rng_key rngkey key prng_key prngkey prng seeds seed_value random_generator "
                  "generator"),
    Words("max_iterations", "max_iter maxiter max_iters maxit n_iter niter num_iter iterations iter num_steps n_steps maxeval max_steps"),
    Words("draws", SAMPLES),
    Words("n", f"{SAMPLES} draws n_points num_points points n_base n_evals n_evaluations budget"),
    Words("tune", "num_warmup n_warmup nwarmup warmup warm_up warmup_draws warmup_steps warmup_iterations iter_warmup num_warmup_steps burn_in burnin "
                  "burn nburn n_burn n_burnin num_burnin num_burnin_steps num_burn_in discard n_tune num_tune ntune tuning tune_steps tuning_steps adapt "
                  "n_adapt nadapt num_adapt adapt_steps n_adaptation adaptation adapt_iter init_steps"),
    Words("chains", "n_chains num_chains nchains nr_chains chain n_chain chain_count walkers n_walkers nwalkers"),
    Words("cores", "parallel_chains n_jobs njobs num_jobs jobs n_cores num_cores ncores core threads n_threads num_threads nthreads threads_per_chain "
                   "workers n_workers num_workers max_workers processes n_processes num_processes n_cpus num_cpus cpus blas_cores parallel chain_method "
                   "pool"),
    Words("target_accept", "target_accept_prob target_accept_probability target_accept_rate target_acceptance target_acceptance_prob "
                           "target_acceptance_rate target_prob adapt_delta delta acceptance_rate accept_rate acceptance_target accept acceptance "
                           "target_rate"),
    Words("max_depth", "max_treedepth max_tree_depth maxdepth max_tree tree_depth treedepth depth max_num_doublings max_doublings num_doublings"),
    Words("n_steps", "num_steps nsteps steps num_leapfrog_steps n_leapfrog leapfrog_steps num_leapfrog num_integration_steps n_leapfrog_steps l leapfrogs"),
    Words("path_length", "trajectory_length int_time integration_time path_len path simulation_time"),
    Words("metric", "dense_mass", '`metric="dense"` learns all correlations, `metric="low_rank"` the strongest, `metric="diag"` none'),
    Words("metric", "mass_matrix inverse_mass_matrix inv_metric inverse_metric metric_type mass cov covariance scaling is_cov potential full_mass "
                    "low_rank_modified_mass_matrix adapt_mass_matrix is_diagonal preconditioner",
          'the metric is learnt in the warm-up; `metric=` says its form, "diag", "low_rank" or "dense"'),
    Words("init", BEGIN),
    Words("start", BEGIN),
    Words("init", "jitter jitter_max_retries init_jitter radius", "what `init=` does not give is drawn from uniform(-2, 2) in unconstrained space"),
    Words("keep", "var_names varnames vars variables names params pars parameters monitor monitors include trace_vars save_params keep_vars "
                  "deterministics sites return_sites"),
    Words("progress", "progressbar progress_bar show_progress show_progress_bar display_progress disable_progbar progressbar_theme tqdm refresh verbose "
                      "verbosity quiet silent bar show_console console"),
    Words("dim", "ndim n_dim num_dims n_dims dims dimension dimensions d num_params n_params size"),
    Words("tune", "save_warmup keep_warmup store_warmup discard_tuned_samples discard_warmup inc_warmup save_tune",
          "draws of the warm-up, as many as `tune=` says, are not kept"),
    Words("target_accept", "step_size stepsize initial_step_size init_step_size step_scale epsilon eps adapt_step_size adapt_engaged step_rand "
                           "stepsize_jitter",
          "the step size is learnt in the warm-up; `target_accept=` nearer to 1 makes it smaller"),
    Words("draws", "thin thinning thin_by n_thin nthin", "every draw is kept; to thin a result: `tree.posterior.isel(draw=slice(None, None, 10))`"),
    Words("tune", "nuts_sampler sampler algorithm algo step step_method step_methods method nuts_sampler_kwargs nuts nuts_kwargs step_kwargs "
                  "sampler_kwargs",
          "the sampler is the function that is called: `samplers.nuts`, `samplers.hmc`, `samplers.metropolis`"),
    Words("draws", "return_inferencedata return_idata return_inference_data idata_kwargs as_inferencedata group_by_chain return_samples "
                   "extend_inferencedata",
          "the result is ArviZ's object, always"),
    Words("tune", "compute_convergence_checks convergence_checks check diagnostics", "problems are warned of after each run, and `results.diagnose(tree)` "
                                                                                     "lists them"),
    Words("tune", "extra_fields extra_info stats sample_stats", "all statistics of a draw are in the result's group `sample_stats`"),
    Words("tune", "output_dir output_file outputfile save_csvfiles backend store trace db filename path output", "`results.to_netcdf(tree, path)` writes "
                                                                                                                 "a result"),
    Words("tune", "callback callbacks on_draw hooks", "chains run in machine code; Ctrl-C ends them and keeps what was drawn"),
    # what a call works on
    Words("target", f"posterior model bound_model bound fn f fun func function program {POINTS}"),
    Words("posterior", f"target model bound_model bound program {POINTS}"),
    Words("tree", DRAWS),
    Words("model", "f fn fun func function callable simulator target qoi"),
    Words("f", "fun fn func function fcn callable model loss"),
    Words("inputs", "problem params parameters distributions dists dist distribution laws variables random_inputs marginals prior priors bounds"),
    Words("coords", "coordinates labels coord dims index"),
    Words("path", "file filename file_name fname f fp filepath file_path data source location"),
    Words("names", "var_names varnames vars variables params pars parameters keep sites columns"),
    Words("name", "model key id model_name posterior_name data_name which"),
    # uncertainty
    Words("replicates", "n_replicates num_replicates reps repeats randomizations n_randomizations repetitions resamples n_resamples num_resamples "
          "n_boot nboot bootstrap n_bootstrap bootstraps bootstrap_samples"),
    Words("probabilities", "quantiles quantile probs prob q percentiles p alpha levels"),
    Words("level", "conf_level confidence confidence_level conf ci ci_prob hdi_prob prob alpha"),
    Words("how", "mode vectorized vectorised vectorize backend compiled jit evaluation parallel"),
    Words("jacobian", "jac gradient grad dydx derivative fprime"),
    Words("hessian", "hess second_derivative h"),
    Words("order", "degree n_order expansion_order"),
    # derivatives
    Words("argnums", "argnum wrt arg args argument arguments variables inputs x params"),
    Words("engine", "mode backend method reverse_only"),
    Words("width", "chunk chunk_size chunks batch batch_size block vectorize"),
    # tables
    Words("rows", "max_rows nrows n_rows limit n"),
)  # fmt: skip


def bare(word: str) -> str:
    """The word without what writers differ in."""
    return word.replace("_", "").replace("-", "").lower()


def meant(word: str, taken: Collection[str]) -> Words | None:
    """The row of the table that this word of another tool stands in, of those that a call with these arguments has."""
    return next((row for row in rows(taken) if bare(word) in bare_words(row)), None)


def rows(taken: Collection[str]) -> Iterator[Words]:
    return (row for row in TABLE if row.setting in taken)


def bare_words(row: Words) -> list[str]:
    return [bare(word) for word in row.words.split()]


def closest(word: str, names: Iterable[str], near: float = NEAR) -> list[str]:
    """The names that the word may be meant for, nearest first: alike as a whole, or the word is like a part of the name. Case and underscores do not
    count."""
    found = {name: likeness(word, name) for name in names}
    return sorted((name for name in found if found[name] >= near), key=lambda name: -found[name])[:MOST]


def likeness(word: str, name: str) -> float:
    """From 0 to 1: of the whole names, or nearly as good of the word and one part of the name."""
    from difflib import SequenceMatcher

    parts = [part for part in PART.split(name) if len(part) > 3]
    alike = [SequenceMatcher(None, bare(word), bare(part)).ratio() for part in (name, *parts)]
    return max(alike[0], OF_A_PART * max(alike))


def offered(word: str, names: Iterable[str]) -> str:
    """ "did you mean `a` or `b`?"; empty where nothing is near."""
    near = closest(word, names)
    return f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
