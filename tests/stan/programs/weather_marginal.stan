// The same sum by the language's own function for hidden chains.
data {
  int<lower=1> T;
  vector[T] level;
}
parameters {
  simplex[2] stay1;
  simplex[2] stay2;
  ordered[2] mu;
  real<lower=0> sigma;
}
transformed parameters {
  matrix[2, 2] move = [stay1', stay2'];
  matrix[2, T] seen;
  for (t in 1 : T) {
    seen[1, t] = normal_lpdf(level[t] | mu[1], sigma);
    seen[2, t] = normal_lpdf(level[t] | mu[2], sigma);
  }
}
model {
  mu ~ normal(0, 3);
  sigma ~ exponential(1);
  target += hmm_marginal(seen, move, [0.6, 0.4]');
}
generated quantities {
  matrix[2, T] p = hmm_hidden_state_prob(seen, move, [0.6, 0.4]');
  array[T] int states = hmm_latent_rng(seen, move, [0.6, 0.4]');
}
