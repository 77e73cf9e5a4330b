// A log spread that wanders around a weekly pattern; each step's law is centred on the step before.
data {
  int<lower=2> T;
  int<lower=1> W;
  vector[T] y;
}
parameters {
  vector[W] week;
  real<lower=0, upper=1> keep;
  real<lower=0> step;
  vector[T] h;
}
model {
  vector[T] seasonal;
  for (t in 1 : T) seasonal[t] = week[1 + (t - 1) % W];
  week ~ normal(-1, 1);
  keep ~ beta(5, 1.5);
  step ~ inv_gamma(3, 1);
  h[1] ~ normal(seasonal[1], step / sqrt(1 - keep ^ 2));
  h[2 : T] ~ normal(seasonal[2 : ] + keep * (h[ : T - 1] - seasonal[ : T - 1]), step);
  target += normal_lpdf(y | 0, exp(0.5 * h));
}
generated quantities {
  array[W, 2] real band;
  for (w in 1 : W) band[w] = {exp(week[w] - step), exp(week[w] + step)};
  real spread = quantile(exp(h), 0.8) - quantile(exp(h), 0.2);
  vector[T] standard = y ./ exp(h / 2);
}
