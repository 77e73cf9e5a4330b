// The Jacobians are added in the model block.
data {
  int<lower=2> K, N;
  array[N] int<lower=1, upper=K> y;
}
parameters {
  real z;
  vector[K - 1] c_free;
}
transformed parameters {
  real ability = -3 + 6 * inv_logit(z);
  vector[K - 1] c;
  c[1] = c_free[1] - 1;
  for (k in 2 : K - 1) c[k] = c[k - 1] + exp(c_free[k]);
}
model {
  target += log(6) + log_inv_logit(z) + log1m_inv_logit(z) + sum(tail(c_free, K - 2));
  ability ~ normal(0, 1);
  c ~ normal(0, 2);
  y ~ ordered_logistic(rep_vector(ability, N), c);
}
generated quantities {
  int rep = ordered_logistic_rng(ability, c);
}
