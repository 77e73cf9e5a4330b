"""The self-test walks the table, and sees a sampler that is wrong."""
from llbayes.samplers import SAMPLERS, selftest


def test_all_checks_are_in_the_table():
    quick = [r for r, _ in zip(selftest.rows(), range(5), strict=False)]
    assert [(r.check, r.dim) for r in quick] == [("moments", 1), ("moments", 2), ("moments", 10), ("affine", 10), ("threads", 2)]


def test_a_wrong_covariance_is_seen(monkeypatch):
    wide = selftest.gaussian(2)
    target = selftest.Gaussian(wide.mean, 1.3 * wide.covariance).target()
    monkeypatch.setattr(selftest.Gaussian, "target", lambda self: target)
    assert not selftest.moments(SAMPLERS["nuts"], 2, seed=1).ok
