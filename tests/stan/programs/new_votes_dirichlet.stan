// Votes of towns with shares summed out: Dirichlet-multinomial.
data {
  int<lower=2> K;
  int<lower=1> M;
  array[M, K] int<lower=0> votes;
}
parameters {
  simplex[K] share;
  real<lower=0> size_;
}
model {
  share ~ dirichlet(rep_vector(1.5, K));
  size_ ~ lognormal(2, 1);
  for (m in 1 : M) votes[m] ~ dirichlet_multinomial(size_ * share);
}
generated quantities {
  array[K] int rep = dirichlet_multinomial_rng(size_ * share, 40);
  vector[M] log_lik;
  for (m in 1 : M) log_lik[m] = dirichlet_multinomial_lpmf(votes[m] | size_ * share);
}
