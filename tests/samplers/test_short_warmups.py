"""After a warm-up of however few draws the step size is one with which trajectories end where they should, with every sampler and metric."""
import numpy as np
import pytest

from llbayes import samplers
from llbayes.ad.logdensity import as_target

TUNES = (0, 2, 5, 9, 16)
pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


def gaussian(z):
    return -0.5 * np.sum(z ** 2)


def correlated(z):
    s = -0.5 * z[0] ** 2
    for i in range(1, len(z)):
        s -= 0.5 * ((z[i] - 0.9 * z[i - 1]) / 0.3) ** 2
    return s


def small(z):
    return -0.5 * np.sum((z / 1e-4) ** 2)


@pytest.fixture(scope="module")
def targets():
    return [as_target(gaussian, 5), as_target(correlated, 100), as_target(small, 3)]


@pytest.mark.parametrize(("name", "metric"), [(name, metric) for name in ("nuts", "hmc") for metric in samplers.SAMPLERS[name].metrics])
def test_short_warmups_still_sample(targets, name, metric):
    for target in targets:
        for tune in TUNES:
            stats = getattr(samplers, name)(target, draws=30, tune=tune, chains=4, seed=2, metric=metric, progress=False).sample_stats
            accepted, divergent = float(stats["acceptance_rate"].mean("draw").min()), float(stats["diverging"].mean("draw").max())
            assert accepted > 0.3 and divergent < 0.05, f"{target.inner.dim} coordinates, tune={tune}: {accepted:.2f} accepted, {divergent:.0%} divergent in a chain"
