// Pairs and triples: functions that give several values, arrays of tuples, parts read and written.
functions {
  tuple(real, real) moments(vector x) {
    return (mean(x), sd(x));
  }
  real score(tuple(real, vector) p, real dose) {
    return p.1 + p.2[1] * dose + p.2[2] * square(dose);
  }
}
data {
  int<lower=1> N;
  tuple(int, array[N] real) given;
  array[2] tuple(real, vector[2]) prior;
  array[N] int<lower=0> k;
}
transformed data {
  tuple(real, real) ms = moments(to_vector(given.2));
  array[N] real dose;
  for (n in 1 : N) dose[n] = (given.2[n] - ms.1) / ms.2;
}
parameters {
  real a;
  vector[2] b;
  tuple(real<lower=0>, array[2] real) pair;
}
model {
  tuple(real, vector[2]) p = (a, b);
  p.2[2] += 0.1 * pair.2[1];
  a ~ normal(prior[1].1, 2);
  b ~ normal(prior[2].2, 1);
  pair.1 ~ exponential(1);
  pair.2 ~ normal(0, pair.1);
  for (n in 1 : N) k[n] ~ binomial_logit(given.1, score(p, dose[n]));
}
generated quantities {
  real m, s;
  (m, s) = moments(b);
  tuple(real, array[2] int) out = (a + 1, {1, 2});
  array[2] tuple(int, real) list = {(1, a), (2, b[1])};
  list[2].2 *= 3;
  real sum_ = list[1].2 + list[2].2 + out.2[2];
}
