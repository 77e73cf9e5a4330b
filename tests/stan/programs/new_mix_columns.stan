// Mixing shares as columns of one matrix, arrays of them, and an hour's blend.
data {
  int<lower=2> K, M;
  array[M, K] int<lower=0> grains;
}
parameters {
  column_stochastic_matrix[K, M] share;
  array[2] column_stochastic_matrix[2, 3] pair;
  simplex[M] blend;
}
transformed parameters {
  vector[K] mixed = share * blend;
}
model {
  blend ~ dirichlet(rep_vector(3, M));
  for (m in 1 : M) {
    col(share, m) ~ dirichlet(rep_vector(1.2, K));
    grains[m] ~ multinomial(share[ : , m]);
  }
  for (p in pair) target += sum(log(p)) * 0.7;
  target += 2 * log(mixed[1]);
}
generated quantities {
  row_vector[M] ones_ = rep_row_vector(1, K) * share;
  vector[K] draw = dirichlet_rng(10 * mixed);
}
