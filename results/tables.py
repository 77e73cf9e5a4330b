"""Results as tables of text."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .convergence import rhat_and_ess
from .trees import Groups
from .variables import PlainGroups, variables


def summary_text(tree: Groups | PlainGroups, names: Sequence[str] | None = None, rows: int = 40) -> str:
    """A table of means, standard deviations, 90 % intervals, ESS and R-hat."""
    posterior = variables(tree, "posterior")
    wanted = names or sorted(posterior, key=lambda n: posterior[n].size)                     # scalars first
    chosen = [posterior[n] for n in wanted if posterior[n].size]
    if not chosen:
        return "no parameters"
    labels = [v.entry_name(k) for v in chosen for k in range(v.size)]
    x = np.concatenate([v.entries() for v in chosen])[:rows].astype(float)
    flat, (rhat, ess) = x.reshape(len(x), -1), rhat_and_ess(x)
    columns = zip(labels, flat.mean(axis=1), flat.std(axis=1), *np.quantile(flat, (0.05, 0.95), axis=1), ess, rhat, strict=False)
    width = max([8, *map(len, labels[:rows])])
    text = [f"{'':{width}} {'mean':>10} {'sd':>9} {'5%':>10} {'95%':>10} {'ESS':>7} {'R-hat':>6}"]
    text += [f"{name:{width}} {mean:10.4g} {sd:9.3g} {low:10.4g} {high:10.4g} {size:7.0f} {r:6.3f}" for name, mean, sd, low, high, size, r in columns]
    return "\n".join([*text, f"… and {len(labels) - rows} more"] if len(labels) > rows else text)
