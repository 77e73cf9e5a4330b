// Foxes released by year and first seen again in a later one: a triangle of counts with multinomial rows built by loops over data.
functions {
  row_vector again_in(int t, int T, vector survive, vector see) {
    row_vector[T - t + 1] cell;
    real alive = 1;
    for (s in t : T - 1) {
      alive *= survive[s];
      cell[s - t + 1] = alive * see[s];
      alive *= 1 - see[s];
    }
    cell[T - t + 1] = 1 - sum(head(cell, T - t));
    return cell;
  }
}
data {
  int<lower=3> T;
  array[T - 1, T - 1] int<lower=0> met;
  array[T - 1] int<lower=0> released;
}
transformed data {
  array[T - 1] int never = released;
  for (t in 1 : T - 1) for (s in t : T - 1) never[t] -= met[t, s];
}
parameters {
  real<lower=0, upper=1> typical;
  vector<lower=0, upper=1>[T - 1] see;
  vector[T - 1] bump;
}
transformed parameters {
  vector<lower=0, upper=1>[T - 1] survive = inv_logit(logit(typical) + 0.3 * bump);
}
model {
  bump ~ std_normal();
  see ~ beta(2, 3);
  for (t in 1 : T - 1) append_array(met[t, t : T - 1], {never[t]}) ~ multinomial(again_in(t, T, survive, see)');
}
generated quantities {
  real through = prod(survive);
  array[T] int rep = multinomial_rng(again_in(1, T, survive, see)', released[1]);
}
