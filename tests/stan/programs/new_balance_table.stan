// Two ways: rows and columns both sum to nought; main effects as arrays of such vectors.
data {
  int<lower=1> I, J;
  matrix[I, J] y;
}
parameters {
  real mu;
  array[2] sum_to_zero_vector[3] cubic;
  sum_to_zero_vector[I] row_effect;
  sum_to_zero_vector[J] col_effect;
  sum_to_zero_matrix[I, J] both;
  real<lower=0> s;
}
model {
  mu ~ normal(0, 3);
  row_effect ~ normal(0, 2);
  col_effect ~ normal(0, 2);
  to_vector(both) ~ normal(0, 0.5);
  for (c in cubic) c ~ double_exponential(0, 1);
  s ~ lognormal(0, 1);
  for (i in 1 : I) y[i] ~ normal(mu + row_effect[i] + col_effect' + both[i], s);
}
generated quantities {
  real in_rows = max(abs(both * rep_vector(1, J)));
  matrix[I, J] fit = mu + rep_matrix(row_effect, J) + rep_matrix(col_effect', I) + both;
}
