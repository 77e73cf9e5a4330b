"""What tests of probabilities of failure share: strength less load, in the language and as a black box, and the inputs of a test function."""
from llbayes import uq
from llbayes.ppl import Normal

RS = uq.Inputs(R=Normal(4, 1), S=Normal(2, 1))


def margin(x):
    return x[0] - x[1]


def opaque(x):
    return float(str(float(margin(x))))


def inputs_of(problem):
    copula = uq.GaussianCopula(dict(problem.correlations), of="normal") if problem.correlations else None
    return uq.Inputs(dict(problem.laws), copula=copula)
