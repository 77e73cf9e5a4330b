"""Every law for every sampler of the table."""
import pytest
from sampler_laws import OF_EACH_METRIC, OF_THE_CALL

from llbayes.samplers import SAMPLERS, selftest

SUBJECTS = {f"{s.name}-{s.metric.name}": s for s in selftest.subjects()}
pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


@pytest.mark.parametrize("law", OF_EACH_METRIC, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", SUBJECTS)
def test_with_each_metric(name, law):
    law(SUBJECTS[name])


@pytest.mark.parametrize("law", OF_THE_CALL, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", SAMPLERS)
def test_of_the_call(name, law):
    law(SAMPLERS[name])
