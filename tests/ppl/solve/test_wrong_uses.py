"""What solvers are given wrongly, in CPython and in compiled code: the error says what is meant, at the user's line."""
import numpy as np
import pytest

from llbayes import ad, ppl, samplers
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import solve

TIMES, ONE = np.array([0.5, 1.0]), np.array([1.0])


def fall(t, y):
    return -y


WRONG = {
    "SciPy's method": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, method="RK45"), 'method="dopri5"'),
    "SciPy's stiff one": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, method="Radau"), 'method="rosenbrock"'),
    "Stan's": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, method="bdf"), 'method="rosenbrock"'),
    "one of diffrax": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, method="Tsit5"), 'method="dopri5"'),
    "a misspelt one": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, method="dopri"), "dopri5"),
    "no method": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, method="magic"), "`dopri5`, `bs3`, `rosenbrock`"),
    "times that fall": (lambda k: solve.ode(fall, ONE * k, [1.0, 0.5], t0=0.0), "`times` must increase"),
    "a start behind": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.7), "`t0` = 0.7 comes after the first of `times`"),
    "the start third, as in Stan": (lambda k: solve.ode(fall, ONE * k, 0.0, TIMES), "`args`|`times` must be a vector"),
    "one time": (lambda k: solve.ode(fall, ONE * k, 1.0, t0=0.0), "`times` must be a vector"),
    "no times": (lambda k: solve.ode(fall, ONE * k, np.zeros(0), t0=0.0), "`times` must be a vector"),
    "two slopes for one number": (lambda k: solve.ode(lambda t, y: [-y[0], k], ONE * k, TIMES, t0=0.0), r"shape \(2,\), and the state has shape \(1,\)"),
    "a number for a vector": (lambda k: solve.ode(lambda t, y: -k * y[0], ONE * k, TIMES, t0=0.0), r"shape \(\), and the state has shape \(1,\)"),
    "no tolerance": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, rtol=0.0), "`rtol` must be a number, at least 1e-14"),
    "a negative one": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, atol=-1.0), "`atol` must be a number that is not negative"),
    "tolerances of another length": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, atol=np.ones(2)), "one for each number of the state"),
    "no steps": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, max_steps=0), "`max_steps` must be a whole number"),
    "arguments that are no tuple": (lambda k: solve.ode(lambda t, y, k: -k * y, ONE, TIMES, k), r"args=\(x,\)"),
    "SciPy's word": (lambda k: solve.ode(fall, ONE * k, TIMES, t_eval=TIMES), "t_eval"),
    "Stan's word": (lambda k: solve.ode(fall, ONE * k, TIMES, t0=0.0, max_num_steps=100), "max_steps"),
    "no function": (lambda k: solve.ode(ONE * k, fall, TIMES), "takes a function first"),
    "an integral of nothing": (lambda k: solve.quad(k, 0.0, 1.0), "takes a function first"),
    "ends that are arrays": (lambda k: solve.quad(lambda x: k * x, 0.0, np.ones(2)), "`b` must be a number"),
    "no tolerance of an integral": (lambda k: solve.quad(lambda x: k * x, 0.0, 1.0, rtol=-1.0), "`rtol` must be a number"),
    "SciPy's word of an integral": (lambda k: solve.quad(lambda x: k * x, 0.0, 1.0, epsabs=1e-8), "atol"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_uses_are_answered(name):
    call, words = WRONG[name]
    for run in (call, ad.evaluate(call)):
        with pytest.raises(LlbayesError, match=words) as caught:
            run(1.3)
        assert caught.value.position is None or caught.value.position.file == __file__


@ppl.model
def decay(ts, y, steps: ppl.Int = 60):
    k = ppl.sample("k", ppl.LogNormal(3.0, 2.0))
    mean = solve.ode(lambda t, y: -k * y, 1.0, ts, t0=0.0, max_steps=steps)
    ppl.sample("y", ppl.Normal(mean, 1.0), obs=y)


@pytest.mark.filterwarnings("ignore::llbayes.samplers.outcome.SamplingWarning")
def test_a_model_counts_why_its_solver_gave_up():
    ts = np.array([1.0, 2.0])
    posterior = decay.bind(ts=ts, y=np.exp(-ts))
    value, slope = posterior.value_and_grad(np.array([0.0]))
    assert np.isfinite(value) and np.isfinite(slope).all()
    assert posterior.log_density([8.0]) == -np.inf
    assert "`solve.ode` gave up: more than 60 steps" in str(posterior.diagnose([8.0]))
    with pytest.warns(UserWarning, match=r"ended where `solve.ode` gave up: more than 60 steps.*test_wrong_uses.py"):
        samplers.nuts(posterior, draws=50, tune=100, seed=1, progress=False)


def test_runs_that_give_up_say_where():
    def runs_away(k):
        return solve.ode(lambda t, y: k * y * y, 1.0, [0.0, 2.0])

    def nowhere(k):
        return solve.ode(lambda t, y: y / (k - k), 1.0, [0.0, 2.0])

    with np.errstate(all="ignore"):
        for call, words in ((runs_away, "too short for doubles"), (nowhere, "nan or infinite")):
            for run in (call, ad.evaluate(call)):
                with pytest.raises(solve.GaveUp, match=words) as caught:
                    run(np.float64(1.0))
                assert caught.value.position.file == __file__
