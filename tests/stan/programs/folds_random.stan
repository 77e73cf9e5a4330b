// Folds drawn in the transformed data, used after the fit alone.
data {
  int<lower=2> N;
  vector[N] x, y;
}
transformed data {
  array[N] int key;
  vector[N] jitter;
  for (n in 1 : N) {
    key[n] = categorical_rng(rep_vector(1.0 / N, N));
    jitter[n] = normal_rng(0, 1) > 0 ? 1 : -1;
  }
  array[N] int order = sort_indices_asc(key);
  int top = 0;
  while (top < 3) top += poisson_rng(1);
  vector[N] xs = x * 0.5;
}
parameters {
  real a, b;
  real<lower=0> s;
}
model {
  a ~ normal(0, 5);
  b ~ normal(0, 5);
  s ~ normal(0, 2);
  y ~ normal(a + b * xs, s);
}
generated quantities {
  vector[N] held = y[order] .* jitter;
  int whole = sum(sort_asc(order)) - N * (N + 1) %/% 2;
  int always = top >= 3;
}
