// The language's own transforms called as functions, with and without their Jacobians, and back.
data {
  int<lower=1> N;
  vector[N] y;
}
parameters {
  vector[3] z;
  vector[2] w;
  real q;
  vector[6] f;
}
transformed parameters {
  vector[3] pos = lower_bound_jacobian(z, 0.5);
  vector[3] s = simplex_jacobian(w);
  real between = lower_upper_bound_jacobian(q, -1, 2);
  vector[3] o = ordered_constrain(z);
  matrix[3, 3] L = cholesky_factor_corr_jacobian(head(f, 3), 3);
  matrix[3, 3] S = cov_matrix_jacobian(f, 3);
}
model {
  pos ~ gamma(2, 1);
  s ~ dirichlet([2, 3, 4]');
  between ~ normal(0, 1);
  L ~ lkj_corr_cholesky(2);
  S ~ inv_wishart(6, identity_matrix(3));
  y ~ normal(pos[1] * s[1] + o[3], 1);
}
generated quantities {
  vector[3] back = lower_bound_unconstrain(pos, 0.5) - z;
  vector[2] back_s = simplex_unconstrain(s) - w;
  vector[4] zero_sum = sum_to_zero_constrain(z);
  vector[3] up = positive_ordered_constrain(z);
  vector[2] off = offset_multiplier_constrain(w, 1.5, 0.5);
  vector[3] on_sphere = unit_vector_constrain(z);
  array[2] vector[3] several = simplex_constrain({w, 2 * w});
}
