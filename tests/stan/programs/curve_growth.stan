// Growth that slows down: fields with lengths of their own, walked by segment.
functions {
  vector grow(vector t, real top, real lag, real rate) {
    return top * exp(-lag * exp(-rate * t));
  }
}
data {
  int<lower=1> F;
  array[F] int<lower=0> len;
  vector[sum(len)] t;
  vector[sum(len)] h;
}
parameters {
  vector<lower=0>[F] top;
  real<lower=0> lag, rate;
  real<lower=0> cv;
}
model {
  int at = 1;
  top ~ gamma(8, 2);
  lag ~ gamma(3, 1);
  rate ~ lognormal(-1, 0.5);
  cv ~ normal(0, 0.5);
  for (f in 1 : F) {
    vector[len[f]] m = grow(segment(t, at, len[f]), top[f], lag, rate);
    segment(h, at, len[f]) ~ normal(m, cv * m + 0.01);
    at += len[f];
  }
}
generated quantities {
  vector[F] half;
  vector[sum(len)] all;
  {
    int at = 1;
    for (f in 1 : F) {
      if (len[f] > 0) all[at : at + len[f] - 1] = grow(t[at : at + len[f] - 1], top[f], lag, rate);
      at += len[f];
      half[f] = log(lag / log(2)) / rate;
    }
  }
}
