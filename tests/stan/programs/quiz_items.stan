// Answers to items: ability, difficulty, discrimination, in long form with indices by arrays.
data {
  int<lower=1> I, J, N;
  array[N] int<lower=1, upper=I> item;
  array[N] int<lower=1, upper=J> person;
  array[N] int<lower=0, upper=1> right;
}
parameters {
  vector[J] ability;
  vector[I] difficulty;
  vector<lower=0>[I] sharpness;
  real<lower=0, upper=0.4> guess;
}
model {
  vector[N] eta = sharpness[item] .* (ability[person] - difficulty[item]);
  ability ~ std_normal();
  difficulty ~ normal(0, 2);
  sharpness ~ lognormal(0, 0.5);
  guess ~ beta(2, 10);
  right ~ bernoulli(guess + (1 - guess) * inv_logit(eta));
}
generated quantities {
  array[I] int solved = rep_array(0, I);
  for (n in 1 : N) solved[item[n]] += right[n];
  vector[J] rank_of;
  for (j in 1 : J) rank_of[j] = rank(ability, j);
}
