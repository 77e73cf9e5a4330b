"""Pictures of a run. Each takes what a sampler returned, and gives a figure that a notebook shows, or writes it where a `path` is given.

    plots.overview(tree)               all on one page: intervals, traces, ranks, pairs
    plots.forest(tree, "theta")        medians and intervals of every entry, by label
    plots.trace(tree, ["mu", "tau"])   draws in order, and the ranks of each chain
    plots.pairs(tree, ["mu", "tau"])   every two against each other, divergences marked

`names=` picks variables, or entries as a table calls them, `"theta[school=A]"`. Results of `uq` draw themselves: `uq.sobol(…).plot()`.
"""
from .overview import overview as overview
from .single import forest as forest
from .single import pairs as pairs
from .single import trace as trace
