"""Minimum ESS per second, compile time included, against NumPyro and nutpie where they are installed (`pip install -e '.[bench]'`).

The same model, data, chains and draws for all, each in a process of its own; the smallest bulk ESS over all parameters. Goal: 5 times the best peer.
Settings are everybody's defaults; rows `low rank` take that metric, which llbayes and nutpie have.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

from common import empty_cache
from tables import report

POSTERIORS = ("kidiq-kidscore_interaction", "radon_mn-radon_hierarchical_intercept_noncentered")
HEAD = """
import json, time, gzip, warnings
warnings.simplefilter("ignore")
import numpy as np, arviz as az, xarray      # imported before the clock starts, for all alike
from pathlib import Path
from llbayes import models
NAME = {name!r}
data = json.loads(gzip.decompress(Path(models.data_path(NAME.split("-")[0])).read_bytes()))
d = {{k: np.asarray(v) if isinstance(v, list) else v for k, v in data.items()}}
start = time.perf_counter()
"""
TAIL = """
seconds = time.perf_counter() - start
def ess(v):
    dims = ("chain", "draw", *(f"k{k}" for k in range(v.ndim - 2)))
    return float(az.ess(xarray.DataArray(v, dims=dims).to_dataset(name="x"))["x"].min())
least = min(map(ess, draws.values()))
print(json.dumps([least, seconds]))
"""
OURS = """
from llbayes import results, samplers
tree = samplers.nuts(models.posterior(NAME), seed=1, progress=False)
draws = {n: np.asarray(v) for n, v in results.group_of(tree, "posterior").data_vars.items()}
"""
NUMPYRO_MODELS = """
import jax; jax.config.update("jax_enable_x64", True)
import numpyro, numpyro.distributions as dist
def kidscore_interaction():
    beta = numpyro.sample("beta", dist.ImproperUniform(dist.constraints.real, (), (4,)))
    sigma = numpyro.sample("sigma", dist.HalfCauchy(2.5))
    eta = beta[0] + beta[1] * d["mom_hs"] + beta[2] * d["mom_iq"] + beta[3] * d["mom_hs"] * d["mom_iq"]
    numpyro.sample("y", dist.Normal(eta, sigma), obs=d["kid_score"])
def radon_hierarchical_intercept_noncentered():
    raw = numpyro.sample("alpha_raw", dist.Normal(0, 1).expand([d["J"]]))
    beta = numpyro.sample("beta", dist.Normal(0, 10).expand([2]))
    mu = numpyro.sample("mu_alpha", dist.Normal(0, 10))
    sa, sy = numpyro.sample("sigma_alpha", dist.HalfNormal(1)), numpyro.sample("sigma_y", dist.HalfNormal(1))
    eta = mu + sa * raw[d["county_idx"] - 1] + beta[0] * d["log_uppm"] + beta[1] * d["floor_measure"]
    numpyro.sample("y", dist.Normal(eta, sy), obs=d["log_radon"])
numpyro.set_host_device_count(2)
from numpyro.infer import MCMC, NUTS
mcmc = MCMC(NUTS(globals()[NAME.split("-")[1]]), num_warmup=1000, num_samples=1000, num_chains=4, progress_bar=False, chain_method="vectorized")
mcmc.run(jax.random.PRNGKey(1))
draws = {n: np.asarray(v) for n, v in mcmc.get_samples(group_by_chain=True).items()}
"""
NUTPIE_MODELS = """
import pymc as pm, nutpie
with pm.Model() as model:
    if "kidscore" in NAME:
        beta, sigma = pm.Flat("beta", shape=4), pm.HalfCauchy("sigma", 2.5)
        eta = beta[0] + beta[1] * d["mom_hs"] + beta[2] * d["mom_iq"] + beta[3] * d["mom_hs"] * d["mom_iq"]
        pm.Normal("y", eta, sigma, observed=d["kid_score"])
    else:
        raw, beta, mu = pm.Normal("alpha_raw", shape=d["J"]), pm.Normal("beta", 0, 10, shape=2), pm.Normal("mu_alpha", 0, 10)
        sa, sy = pm.HalfNormal("sigma_alpha"), pm.HalfNormal("sigma_y")
        eta = mu + sa * raw[d["county_idx"] - 1] + beta[0] * d["log_uppm"] + beta[1] * d["floor_measure"]
        pm.Normal("y", eta, sy, observed=d["log_radon"])
tree = nutpie.sample(nutpie.compile_pymc_model(model), draws=1000, tune=1000, chains=4, seed=1, progress_bar=False)
draws = {n: np.asarray(v) for n, v in tree["posterior"].data_vars.items()}
"""
LOW_RANK = {"llbayes": ("seed=1,", "seed=1, metric='low_rank',"), "nutpie": ("seed=1,", "seed=1, low_rank_modified_mass_matrix=True,")}
PROGRAMS = {"llbayes": OURS, "numpyro": NUMPYRO_MODELS, "nutpie": NUTPIE_MODELS}
PROGRAMS |= {f"{who}, low rank": PROGRAMS[who].replace(*change) for who, change in LOW_RANK.items()}


def measure(who: str, posterior: str) -> dict:
    program = HEAD.format(name=posterior) + PROGRAMS[who] + TAIL
    with empty_cache() as environment:
        out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    if out.returncode:
        return {"posterior": posterior, "who": who, "note": out.stderr.strip().splitlines()[-1]}
    least, passed = json.loads(out.stdout.splitlines()[-1])
    return {"posterior": posterior, "who": who, "min ESS": least, "seconds": passed, "ESS/s": least / passed, "note": ""}


if __name__ == "__main__":
    installed = [who for who in PROGRAMS if importlib.util.find_spec(who.split(",")[0])]
    report("peers", [measure(who, posterior) for posterior in POSTERIORS for who in installed])
    if all(who.startswith("llbayes") for who in installed):
        print("no peer is installed: pip install -e '.[bench]'")
