/* Pointers to member functions and to data members. */
#include "../check.h"

struct State {
  double a, b;
  double sum() const { return a + b; }
  double product() const { return a * b; }
};

static __attribute__((noinline)) double of(const State &s, double (State::*method)() const, double State::*field) { return (s.*method)() * s.*field; }

static void f(const double *x, double *y) {
  State s{x[0], x[1]};
  y[0] = of(s, &State::sum, &State::a);
  y[1] = of(s, x[0] > 0.2 ? &State::product : &State::sum, &State::b);
}

CHECK_MAP(f, 2, 2)
