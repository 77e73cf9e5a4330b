"""What the models of dogs that learn to avoid shocks share: what each dog has met before each trial (Solomon and Wynne 1953)."""
from __future__ import annotations

import numpy as np


def before(y):
    """Numbers of trials avoided and of shocks (y = 1) before each trial; trials are the last axis."""
    shocks = np.cumsum(y, axis=1) - y
    return np.arange(y.shape[1]) - shocks, shocks
