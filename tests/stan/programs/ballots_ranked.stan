// Choices among candidates by strength: softmax with the first held at nought, and categorical laws in all forms.
data {
  int<lower=2> C;
  int<lower=1> N, D;
  matrix[N, D] x;
  array[N] int<lower=1, upper=C> choice;
}
transformed data {
  vector[D] zeros = rep_vector(0, D);
}
parameters {
  matrix[D, C - 1] free;
  vector[C] lift;
}
transformed parameters {
  matrix[D, C] beta = append_col(zeros, free);
}
model {
  to_vector(free) ~ normal(0, 1.5);
  lift ~ normal(0, 1);
  choice ~ categorical_logit_glm(x, lift, beta);
}
generated quantities {
  real by_row = 0;
  for (n in 1 : N) by_row += categorical_logit_lpmf(choice[n] | lift + (x[n] * beta)');
  real by_prob = 0;
  for (n in 1 : N) by_prob += categorical_lpmf(choice[n] | softmax(lift + (x[n] * beta)'));
  int pick = categorical_logit_rng(lift);
}
