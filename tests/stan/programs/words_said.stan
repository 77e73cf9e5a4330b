// print, reject and profile do not change the density; a reject that is reached forbids the point.
data {
  int<lower=1> N;
  array[N] real y;
}
transformed data {
  print("observations: ", N, " first ", y[1], " all ", y);
  if (max(y) > 1000) fatal_error("too large");
}
parameters {
  real mu;
  real<lower=0> sigma;
}
transformed parameters {
  real cv = mu / sigma;
  if (sigma > 2.5) {
    reject("sigma ", sigma, " is beyond what the scale shows; mu was ", mu);
  }
}
model {
  profile("prior") {
    mu ~ normal(0, 10);
    sigma ~ lognormal(0, 1);
  }
  profile("likelihood") {
    y ~ normal(mu, sigma);
    print("lp ", target());
  }
}
generated quantities {
  real shown = mu + sigma;
  profile("rep") {
    real rep = normal_rng(mu, sigma);
    print("rep ", rep);
  }
}
