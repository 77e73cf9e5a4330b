// Failures of lamps with a logit GLM whose prior is a scale mixture.
data {
  int<lower=1> N, K;
  matrix[N, K] X;
  array[N] int<lower=0, upper=1> failed;
}
parameters {
  real alpha;
  vector[K] z;
  vector<lower=0>[K] lambda;
  real<lower=0> scale;
}
transformed parameters {
  vector[K] beta = z .* lambda * scale;
}
model {
  target += std_normal_lpdf(z);
  target += cauchy_lpdf(lambda | 0, 1) - K * cauchy_lccdf(0 | 0, 1);
  scale ~ student_t(3, 0, 0.5);
  alpha ~ logistic(0, 1);
  failed ~ bernoulli_logit_glm(X, alpha, beta);
}
generated quantities {
  vector[N] risk = inv_logit(alpha + X * beta);
  array[N] int rep = bernoulli_logit_glm_rng(X, rep_vector(alpha, N), beta);
  int hits = 0;
  for (n in 1 : N) hits += (risk[n] > 0.5) == failed[n];
}
