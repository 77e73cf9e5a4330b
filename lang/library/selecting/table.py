"""The functions of this room by their dotted public names, and those that arrays have as methods."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..arrays import cumprod, cumsum
from . import choosing, distances, moments, nan, norms, ordering, quantiles, running, samples, sets

NUMPY = (
    ordering.argsort, ordering.sort, ordering.partition, ordering.argpartition, ordering.lexsort, ordering.take_along_axis, ordering.put_along_axis,
    ordering.searchsorted, ordering.digitize, ordering.argmax, ordering.argmin,
    quantiles.quantile, quantiles.percentile, quantiles.nanquantile, quantiles.nanpercentile, quantiles.median, quantiles.nanmedian,
    nan.nansum, nan.nanprod, nan.nancumsum, nan.nancumprod, nan.nanmax, nan.nanmin, nan.nanmean, nan.nanvar, nan.nanstd, nan.nanargmax, nan.nanargmin,
    nan.nan_to_num, moments.average, moments.cov, moments.corrcoef,
    choosing.extract, choosing.compress, choosing.choose, choosing.histogram_bin_edges, choosing.histogram,
    running.cumulative_sum, running.cumulative_prod,
    sets.isin, sets.isclose, sets.allclose, sets.array_equal, sets.array_equiv,
)  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"numpy.{f.__name__}": f for f in NUMPY},
    **{f"numpy.linalg.{f.__name__}": f for f in (norms.norm, norms.vector_norm, norms.matrix_norm)},
    "scipy.linalg.norm": norms.norm,
    **{f"statistics.{f.__name__}": f for f in (
        samples.mean, samples.fmean, samples.median, samples.median_low, samples.median_high, samples.variance, samples.pvariance, samples.stdev,
        samples.pstdev, samples.geometric_mean, samples.harmonic_mean, samples.covariance, samples.correlation)},
    **{f"scipy.spatial.distance.{f.__name__}": f for f in (*distances.METRICS.values(), distances.cdist, distances.pdist, distances.squareform)},
}
METHODS: dict[str, Callable[..., Any]] = {
    **{f.__name__: f for f in (cumsum, cumprod, ordering.argsort, ordering.argpartition, ordering.searchsorted, choosing.choose)},
    "compress": choosing.compress_method, "sort": ordering.sort_in_place, "partition": ordering.partition_in_place,
}
