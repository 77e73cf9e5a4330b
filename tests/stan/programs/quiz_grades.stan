// Ordered answers with cut points of their own for every question.
data {
  int<lower=2> K;
  int<lower=1> Q, N;
  array[N, Q] int<lower=1, upper=K> grade;
  real<lower=0> spread;
}
parameters {
  array[Q] ordered[K - 1] cut;
  vector[N] theta;
}
model {
  theta ~ normal(0, 1);
  for (q in 1 : Q) {
    cut[q] ~ normal(0, spread);
    grade[ : , q] ~ ordered_logistic(theta, cut[q]);
  }
}
generated quantities {
  array[N, Q] int rep;
  array[Q] real log_lik;
  for (q in 1 : Q) {
    log_lik[q] = ordered_logistic_lpmf(grade[ : , q] | theta, cut[q]);
    for (n in 1 : N) rep[n, q] = ordered_logistic_rng(theta[n], cut[q]);
  }
}
