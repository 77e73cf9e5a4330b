// The law by its gamma functions.
functions {
  real summed_lpmf(array[] int y, vector a) {
    int n = sum(y);
    vector[size(y)] k = to_vector(y);
    return lgamma(n + 1) - sum(lgamma(k + 1)) + lgamma(sum(a)) - lgamma(sum(a) + n) + sum(lgamma(a + k) - lgamma(a));
  }
}
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
  for (m in 1 : M) votes[m] ~ summed(size_ * share);
}
generated quantities {
  array[K] int rep = multinomial_rng(dirichlet_rng(size_ * share), 40);
  vector[M] log_lik;
  for (m in 1 : M) log_lik[m] = summed_lpmf(votes[m] | size_ * share);
}
