"""NumPy's masked arrays: one that hides elements is refused by name and with a remedy wherever it comes in; one that hides none is an array."""
import numpy as np
import pytest

from llbayes import ad, ppl, samplers, uq
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import Normal

M = np.ma.masked_array([1.0, 1000.0, 3.0], mask=[False, True, False])
COUNTS = np.ma.masked_array([1, 1000, 3], mask=[False, True, False])
OPEN = np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, False, False])
X = np.array([1.0, 2.0, 3.0])
SPACE = {"m": M}


@ppl.model
def model(y):
    a = ppl.sample("a", Normal(np.zeros(3), 1.0))
    ppl.sample("y", Normal(a, 1.0), obs=y)


@ppl.model
def reads_a_global(y):
    a = ppl.sample("a", Normal(0.0, 1.0))
    ppl.sample("y", Normal(a * M, 1.0), obs=y)


@ppl.model
def observes_a_global():
    ppl.sample("y", Normal(ppl.sample("a", Normal(0.0, 1.0)), 1.0), obs=M)


def total(x):
    return np.sum(x * x)


def written(x):
    out = x.copy()
    out[:] = M
    return out


def bound():
    return model.bind(y=X)


ENTRIES = {
    "evaluate": lambda: ad.evaluate(total)(M),
    "grad": lambda: ad.grad(total)(M),
    "integers": lambda: ad.evaluate(total)(COUNTS),
    "keyword": lambda: ad.evaluate(total)(x=M),
    "in a tuple": lambda: ad.evaluate(lambda pair: pair[0] * np.sum(pair[1]))((1.0, M)),
    "in a dict": lambda: ad.grad(lambda d: np.sum(d["m"]))({"m": M}),
    "one number": lambda: ad.evaluate(lambda x: 2.0 * x)(M[1]),
    "direction": lambda: ad.jvp(total)(X, M),
    "cotangent": lambda: ad.vjp(lambda x: 2.0 * x)(X, M),
    "product with the Hessian": lambda: ad.hvp(total)(X, M),
    "global": lambda: ad.evaluate(lambda x: np.sum(x * M))(X),
    "element of a global": lambda: ad.evaluate(lambda x: x[0] * M[1])(X),
    "global in a dict": lambda: ad.evaluate(lambda x: np.sum(x * SPACE["m"]))(X),
    "loop over a global": lambda: ad.evaluate(lambda x: sum([x[0] * m for m in M]))(X),
    "written": lambda: ad.evaluate(written)(X),
    "data": lambda: model.bind(y=M),
    "data in a list": lambda: model.bind(y=[M]),
    "global of a model": lambda: reads_a_global.bind(y=X),
    "observed global": lambda: observes_a_global.bind(),
    "z": lambda: bound().log_density(M),
    "gradient at z": lambda: bound().value_and_grad(M),
    "vector of hvp": lambda: bound().hvp(X, M),
    "interpret": lambda: bound().interpret(M),
    "constrain": lambda: bound().constrain(M),
    "unconstrain": lambda: bound().unconstrain({"a": M}),
    "init": lambda: samplers.nuts(bound(), draws=1, tune=1, chains=1, init=M),
    "init by name": lambda: samplers.nuts(bound(), draws=1, tune=1, chains=1, init={"a": M}),
    "mean of inputs": lambda: uq.GaussianInputs(("a", "b", "c"), M, np.eye(3)),
    "covariance of inputs": lambda: uq.GaussianInputs(("a", "b", "c"), X, np.ma.masked_array(np.eye(3), mask=np.eye(3) == 0)),
    "output of a model": lambda: uq.propagate(lambda x: np.ma.masked_array([x[0], 1.0], mask=[False, True]), uq.Inputs(a=Normal(0.0, 1.0)), n=4),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_hidden_is_refused(entry):
    with pytest.raises(LlbayesError, match="(?s)(mask|hides).*(filled|where=)"):
        ENTRIES[entry]()


def test_what_hides_nothing_is_an_array():
    assert ad.grad(total)(OPEN).tolist() == [2.0, 4.0, 6.0]
    assert ad.evaluate(lambda x: np.sum(x * OPEN))(X) == 14.0
    assert model.bind(y=OPEN).log_density(OPEN) == bound().log_density(X)


def test_what_numpy_computes_of_a_masked_array_is_right():
    assert ad.evaluate(lambda x: x[0] * np.sum(M))(X) == 4.0
    assert ad.evaluate(lambda x: np.sum(x * M.filled(0.0)))(X) == 10.0
