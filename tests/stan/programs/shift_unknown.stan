// A day on which the rate changed, summed out; where it was is drawn afterwards.
data {
  int<lower=2> D;
  array[D] int<lower=0> calls;
  array[2] real<lower=0> prior;
}
parameters {
  array[2] real<lower=0> rate;
}
transformed parameters {
  vector[D] lp;
  {
    vector[D + 1] early = rep_vector(0, D + 1), late = rep_vector(0, D + 1);
    for (d in 1 : D) {
      early[d + 1] = early[d] + poisson_lpmf(calls[d] | rate[1]);
      late[d + 1] = late[d] + poisson_lpmf(calls[d] | rate[2]);
    }
    lp = rep_vector(-log(D) + late[D + 1], D) + head(early, D) - head(late, D);
  }
}
model {
  rate ~ gamma(prior[1], prior[2]);
  target += log_sum_exp(lp);
}
generated quantities {
  int<lower=1, upper=D> day = categorical_logit_rng(lp);
  vector[D] p = exp(log_softmax(lp));
  real expected = dot_product(p, linspaced_vector(D, 1, D));
}
