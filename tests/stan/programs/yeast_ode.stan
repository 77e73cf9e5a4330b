// Sugar and yeast: an explicit solver, arguments passed on one by one.
functions {
  vector brew(real t, vector s, real eat, real half, array[] real fixed, int power) {
    real rate = eat * s[2] * s[1] ^ power / (half + s[1] ^ power);
    return [-rate / fixed[1], rate - fixed[2] * s[2]]';
  }
}
data {
  int<lower=1> T;
  array[T] real<lower=0> times;
  array[T] vector<lower=0>[2] seen;
  array[2] real fixed;
}
parameters {
  real<lower=0> eat, half;
  vector<lower=0>[2] start;
  real<lower=0> sigma;
}
transformed parameters {
  array[T] vector[2] s = ode_rk45(brew, start, 0, times, eat, half, fixed, 1);
}
model {
  eat ~ lognormal(0, 0.5);
  half ~ lognormal(0, 0.5);
  start ~ lognormal(0, 1);
  sigma ~ exponential(2);
  for (t in 1 : T) seen[t] ~ lognormal(log(s[t]), sigma);
}
generated quantities {
  real sugar_left = s[T, 1];
}
