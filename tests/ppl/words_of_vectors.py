"""What PyMC, Stan, NumPyro, TFP and SciPy call parameters of families of vectors and matrices, and what the answer names."""

MATRIX = {"nu": "df", "V": "scale", "scale_tril": "cholesky", "scale_matrix": "scale", "tau": "scale=np.linalg.inv(tau)", "sd": "cholesky=np.diag(sd)"}
ELSEWHERE_OF_VECTORS = {
    "StickBreaking": {"concentration": "alpha", "n": "K"},
    "MultivariateStudentT": {"nu": "df", "mu": "loc", "Sigma": "scale", "shape": "scale", "chol": "cholesky", "cov": "scale=cov * (df - 2) / df"},
    "MatrixNormal": {"mu": "mean", "loc": "mean", "row_cov": "rowcov", "V": "colcov", "scale_tril_row": "rowchol", "scale_tril_column": "colchol"},
    "ZeroSumNormal": {"sigma": "scale", "sd": "scale", "n_zerosum_axes": "axes"},
    "VonMisesFisher": {"mean_direction": "mu", "concentration": "kappa"},
    "LKJ": {"n": "dim", "concentration": "eta", "dimension": "dim"},
    "Wishart": MATRIX | {"rate_matrix": "scale=np.linalg.inv(rate_matrix)"},
    "InverseWishart": MATRIX | {"Psi": "scale"},
    "InverseWishartCholesky": {"nu": "df", "L_S": "cholesky", "scale_tril": "cholesky"},
    "WishartCholesky": {"nu": "df", "L_S": "cholesky", "scale_tril": "cholesky"},
}
