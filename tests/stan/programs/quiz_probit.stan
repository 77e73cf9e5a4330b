// An ordered probit with a regression in it.
data {
  int<lower=2> K;
  int<lower=0> N;
  int<lower=1> D;
  array[N] int<lower=1, upper=K> y;
  array[N] row_vector[D] x;
}
parameters {
  vector[D] beta;
  ordered[K - 1] c;
}
model {
  beta ~ normal(0, 1);
  c ~ normal(0, 2);
  for (n in 1 : N) y[n] ~ ordered_probit(x[n] * beta, c);
}
generated quantities {
  vector[K] p;
  {
    real eta = x[1] * beta;
    p[1] = Phi(c[1] - eta);
    for (k in 2 : K - 1) p[k] = Phi(c[k] - eta) - Phi(c[k - 1] - eta);
    p[K] = 1 - Phi(c[K - 1] - eta);
  }
  real glm = ordered_logistic_glm_lpmf(y | to_matrix(to_array_1d(rep_matrix(0.3, N, D)), N, D), beta, c);
}
