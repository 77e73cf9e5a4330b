// Shares of parties in towns: Dirichlet over Dirichlet-multinomial by hand, and the plain multinomial.
data {
  int<lower=2> K;
  int<lower=1> M;
  array[M, K] int<lower=0> votes;
}
transformed data {
  array[M] int total;
  for (m in 1 : M) total[m] = sum(votes[m]);
}
parameters {
  simplex[K] mean_share;
  real<lower=0> kappa;
  array[M] simplex[K] share;
}
model {
  mean_share ~ dirichlet(rep_vector(2, K));
  kappa ~ pareto_type_2(0, 1, 1.5);
  for (m in 1 : M) {
    share[m] ~ dirichlet(kappa * mean_share);
    votes[m] ~ multinomial(share[m]);
  }
}
generated quantities {
  vector[M] summed;
  array[K] int rep = multinomial_rng(mean_share, 50);
  for (m in 1 : M) {
    vector[K] a = kappa * mean_share;
    summed[m] = lgamma(kappa) - lgamma(kappa + total[m]) + sum(lgamma(a + to_vector(votes[m])) - lgamma(a));
  }
}
