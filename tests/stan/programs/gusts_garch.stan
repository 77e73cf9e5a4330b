// Gusts whose spread answers to its own past, more to drops than to rises; one parameter's bound is made of others.
data {
  int<lower=2> T;
  array[T] real r;
}
parameters {
  real<lower=0> ground;
  real<lower=0, upper=1> rise;
  real<lower=0, upper=2 * (1 - rise)> drop;
  real<lower=0, upper=1 - rise - 0.5 * drop> carry;
  real<lower=2> nu;
}
transformed parameters {
  real settled = ground / (1 - rise - 0.5 * drop - carry);
  array[T] real<lower=0> h;
  h[1] = settled;
  for (t in 2 : T) {
    h[t] = ground + (rise + (r[t - 1] < 0) * drop) * square(r[t - 1]) + carry * h[t - 1];
  }
}
model {
  ground ~ exponential(2);
  nu ~ gamma(2, 0.1);
  r ~ student_t(nu, 0, sqrt(h));
}
generated quantities {
  array[T] real rep = student_t_rng(nu, 0, sqrt(h));
  real worst = max(h), best = min(h);
  array[T] int order = sort_indices_asc(h);
}
