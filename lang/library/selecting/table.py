"""The functions of this room by their dotted public names, and those that arrays have as methods."""
from __future__ import annotations

from ..named import Functions, functions

FUNCTIONS = functions("selecting", {
    "numpy": {
        "ordering": "argsort sort partition argpartition lexsort take_along_axis put_along_axis searchsorted digitize argmax argmin",
        "quantiles": "quantile percentile nanquantile nanpercentile median nanmedian",
        "nan": "nansum nanprod nancumsum nancumprod nanmax nanmin nanmean nanvar nanstd nanargmax nanargmin nan_to_num",
        "moments": "average cov corrcoef",
        "choosing": "extract compress choose histogram_bin_edges histogram",
        "running": "cumulative_sum cumulative_prod",
        "sets": "isin isclose allclose array_equal array_equiv",
    },
    "numpy.linalg": {"norms": "norm vector_norm matrix_norm"},
    "scipy.linalg": {"norms": "norm"},
    "statistics": {
        "samples": "mean fmean median median_low median_high variance pvariance stdev pstdev geometric_mean harmonic_mean covariance correlation",
    },
    "scipy.spatial.distance": {
        "distances": "euclidean sqeuclidean cityblock chebyshev minkowski canberra braycurtis cosine correlation mahalanobis seuclidean hamming jensenshannon "
                     "cdist pdist squareform",
    },
})  # fmt: skip
METHODS = Functions(functions("", {"": {"arrays": "cumsum cumprod"}}).places | functions("selecting", {
    "": {
        "ordering": "argsort argpartition searchsorted sort=sort_in_place partition=partition_in_place",
        "choosing": "choose compress=compress_method",
    },
}).places)  # fmt: skip
