// The GLM form of a normal regression beside the same by hand.
data {
  int<lower=0> N, K;
  matrix[N, K] X;
  vector[N] y;
}
parameters {
  real alpha;
  vector[K] beta;
  real<lower=0> sigma;
}
model {
  alpha ~ std_normal();
  beta ~ normal(0, 2);
  sigma ~ lognormal(0, 0.5);
  target += normal_id_glm_lpdf(y | X, alpha, beta, sigma);
}
generated quantities {
  vector[N] eta = alpha + X * beta;
  real by_hand = normal_lpdf(y | eta, sigma);
  real by_form = normal_id_glm_lpdf(y | X, alpha, beta, sigma);
  row_vector[K] slopes = beta';
}
