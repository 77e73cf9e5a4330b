"""The wheel, built from the sdist and installed in an empty environment outside of the checkout, passes its own self-test."""
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_wheel_works_alone():
    run = subprocess.run([ROOT / ".ci" / "dist", sys.executable], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "llbayes-" in run.stdout and ".tar.gz" in run.stdout and "checks passed" in run.stdout
