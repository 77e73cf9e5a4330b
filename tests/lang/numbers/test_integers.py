"""Whole numbers stay exact where a float would round them."""
import numpy as np
import pytest

from llbayes.ad import evaluate


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5, 13, 35, 39])
def test_powers_of_integers_are_exact(n):
    def last_digits(z, k):
        return z[0] + np.sum(k ** n % 1000) + k[1] ** n % 1000

    k = np.array([1, 3, -3, 2])
    assert evaluate(last_digits)(np.zeros(1), k) == last_digits(np.zeros(1), k)


def test_a_power_beyond_64_bits_is_reported():
    def power(z, k):
        return z[0] + k[0] ** 40

    with pytest.raises(OverflowError):
        evaluate(power)(np.zeros(1), np.array([3]))


def test_the_least_integer_divided_by_minus_one():
    def remainder(z, k, m):
        return z[0] + k[0] % m[0] + k[1] // m[1]

    def quotient(z, k, m):
        return z[0] + k[0] // m[0]

    k, m = np.array([-2**63, 7]), np.array([-1, -2])
    assert evaluate(remainder)(np.zeros(1), k, m) == -4.0
    with pytest.raises(OverflowError):
        evaluate(quotient)(np.zeros(1), k, m)
