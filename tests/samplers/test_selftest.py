"""The self-test passes here, and sees a sampler that is wrong."""
import pytest

from llbayes.samplers import selftest

SUBJECTS = {f"{s.name}-{s.metric}": s for s in selftest.subjects(1)}


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_sampler_passes(name):
    s = SUBJECTS[name]
    rows = [*(selftest.moments(s, dim, seed=1) for dim in (1, 2, 10)), selftest.affine(s, 10, seed=1), selftest.threads(s, 2, seed=1)]
    assert not [r for r in rows if not r.ok]


def test_all_checks_are_in_the_table():
    quick = [r for r, _ in zip(selftest.rows(), range(5), strict=False)]
    assert [(r.check, r.dim) for r in quick] == [("moments", 1), ("moments", 2), ("moments", 10), ("affine", 10), ("threads", 2)]


def test_a_wrong_covariance_is_seen(monkeypatch):
    wide = selftest.gaussian(2)
    target = selftest.Gaussian(wide.mean, 1.3 * wide.covariance).target()
    monkeypatch.setattr(selftest.Gaussian, "target", lambda self: target)
    assert not selftest.moments(SUBJECTS["nuts-diag"], 2, seed=1).ok
