// Groups with a declared offset and multiplier, so that the same text is centred and samples as if it were not.
data {
  int<lower=1> N, J;
  array[N] int<lower=1, upper=J> bed;
  vector[N] height;
}
parameters {
  real mu;
  real<lower=0> tau;
  vector<offset=mu, multiplier=tau>[J] bed_mean;
  real<lower=0> sigma;
}
model {
  mu ~ normal(10, 5);
  tau ~ normal(0, 2);
  sigma ~ gamma(2, 1);
  bed_mean ~ normal(mu, tau);
  height ~ normal(bed_mean[bed], sigma);
}
generated quantities {
  real best = max(bed_mean);
  array[J] int order = sort_indices_desc(bed_mean);
  real new_bed = normal_rng(mu, tau);
}
