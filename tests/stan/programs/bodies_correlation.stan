// A correlation matrix as a parameter, scaled on both sides.
data {
  int<lower=1> N, K;
  array[N] vector[K] y;
}
parameters {
  corr_matrix[K] R;
  vector<lower=0>[K] s;
}
transformed parameters {
  cov_matrix[K] S = quad_form_diag(R, s);
}
model {
  R ~ lkj_corr(2);
  s ~ lognormal(0, 1);
  y ~ multi_normal(rep_vector(0, K), S);
}
generated quantities {
  real strongest = 0;
  for (i in 1 : K - 1) for (j in i + 1 : K) strongest = fmax(strongest, abs(R[i, j]));
  real prec = multi_normal_prec_lpdf(y | rep_vector(0, K), inverse(S));
  real heavy = multi_student_t_lpdf(y | 4.5, rep_vector(0.1, K), S);
}
