// Matrices in every operation that solves, factors and multiplies.
data {
  int<lower=2> K;
  matrix[K, K] A;
  cov_matrix[K] S;
  vector[K] b;
}
transformed data {
  matrix[K, K] Q = qr_thin_Q(A), R = qr_thin_R(A);
  matrix[K, K] A_inv = inverse(A);
  real ld = log_determinant(S);
}
parameters {
  vector[K] x;
  cholesky_factor_cov[K] L;
  matrix[K, 2] W;
}
transformed parameters {
  vector[K] solved = A \ x;
  row_vector[K] right = x' / A;
  vector[K] spd = mdivide_left_spd(S, x);
  vector[K] low = mdivide_left_tri_low(L, x);
  matrix[K, K] P = quad_form_sym(S, L);
  real q = quad_form(S, x) + trace_quad_form(S, W);
}
model {
  target += -0.5 * q - 0.1 * dot_self(solved) + 0.2 * dot_product(right, spd) - 0.05 * dot_self(low);
  target += -0.5 * trace(P) + sum(log(diagonal(L))) - 0.1 * log_determinant_spd(P + S);
  to_vector(W) ~ normal(0, 1);
}
generated quantities {
  matrix[K, K] again = crossprod(L) - L' * L;
  vector[K] spectrum = eigenvalues_sym(S), singular = singular_values(A);
  real agree = max(abs(Q * R - A)) + max(abs(A * A_inv - identity_matrix(K))) + ld;
  matrix[K, K] E = matrix_exp(0.1 * A);
  matrix[K, K] outer_ = x * x' + diag_matrix(x) .* A ./ (1 + abs(A));
  matrix[2 * K, K] tall = append_row(A, S);
  matrix[K, K] power_ = matrix_power(A, 3);
  real det_ = determinant(A) + norm2(x) + norm1(b) + columns_dot_product(A, A)[1] + sum(rows_dot_self(A));
  matrix[K, 2] sub = block(A, 1, 1, K, 2);
}
