"""Covariance matrices of Gaussian processes (functions reference, Gaussian process covariance functions)."""
from __future__ import annotations

from ..signatures import declare

CHAPTER = "Covariances of Gaussian processes"

KERNELS = ("exp_quad", "exponential", "matern32", "matern52")


def declare_kernels() -> None:
    """The functions of a distance: between the points of one array or of two, of numbers or of vectors, with one length scale or one for each dimension."""
    for name in KERNELS:
        declare(f"""
        matrix gp_{name}_cov(array[] real | array[] vector, real, real) = st.gp_{name}_cov(_0, None, _1, _2)
        matrix gp_{name}_cov(array[] real, array[] real, real, real) = st.gp_{name}_cov(_0, _1, _2, _3)
        matrix gp_{name}_cov(array[] vector, array[] vector, real, real | array[] real) = st.gp_{name}_cov(_0, _1, _2, _3)
        matrix gp_{name}_cov(array[] vector, real, array[] real) = st.gp_{name}_cov(_0, None, _1, _2)
        """, CHAPTER)


declare_kernels()
declare("""
matrix gp_dot_prod_cov(array[] real | array[] vector, real) = st.gp_dot_prod_cov(_0, None, _1)
matrix gp_dot_prod_cov(array[] real, array[] real, real) = st.gp_dot_prod_cov(_0, _1, _2)
matrix gp_dot_prod_cov(array[] vector, array[] vector, real) = st.gp_dot_prod_cov(_0, _1, _2)
matrix gp_periodic_cov(array[] real | array[] vector, real, real, real) = st.gp_periodic_cov(_0, None, _1, _2, _3)
matrix gp_periodic_cov(array[] real, array[] real, real, real, real) = st.gp_periodic_cov(_0, _1, _2, _3, _4)
matrix gp_periodic_cov(array[] vector, array[] vector, real, real, real) = st.gp_periodic_cov(_0, _1, _2, _3, _4)
""", CHAPTER)
