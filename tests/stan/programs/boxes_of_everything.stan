// Arrays of every constrained type.
data {
  int<lower=1> K;
}
parameters {
  array[2] cholesky_factor_corr[3] L;
  array[2] corr_matrix[2] R;
  array[2] cov_matrix[2] S;
  array[2] cholesky_factor_cov[2] C;
  array[2, 2] ordered[2] o;
  array[2] positive_ordered[2] po;
  array[2] unit_vector[3] u;
  array[2, 1] simplex[3] s;
  array[2] row_vector<lower=0, upper=1>[2] rv;
  array[2] matrix<upper=0>[1, 2] m;
}
model {
  for (i in 1 : 2) {
    L[i] ~ lkj_corr_cholesky(1 + i);
    R[i] ~ lkj_corr(i);
    S[i] ~ inv_wishart(4, identity_matrix(2));
    target += -sum(square(C[i])) + log(C[i, 2, 2]);
    for (j in 1 : 2) o[i, j] ~ normal(i, j);
    po[i] ~ gamma(2, i);
    target += 0.3 * u[i, 2] + log(s[i, 1, 3]);
    rv[i] ~ beta(2, i + 1);
    -m[i, 1] ~ gamma(i, 1);
  }
}
generated quantities {
  array[2, 3] real last_rows;
  for (i in 1 : 2) for (j in 1 : 3) last_rows[i, j] = L[i][3, j];
  real all = sum(to_array_1d(o[1, 1])) + sum(s[2, 1]) + sum(R[2]) + sum(po[2]) * K;
}
