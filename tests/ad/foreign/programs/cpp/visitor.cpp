/* An expression tree that is evaluated by virtual recursion. */
#include "../check.h"
#include <memory>

struct Node {
  virtual ~Node() = default;
  virtual double value(const double *x) const = 0;
};
using Ref = std::unique_ptr<Node>;
struct Var : Node {
  int i;
  explicit Var(int i) : i(i) {}
  double value(const double *x) const override { return x[i]; }
};
struct Times : Node {
  Ref a, b;
  Times(Ref a, Ref b) : a(std::move(a)), b(std::move(b)) {}
  double value(const double *x) const override { return a->value(x) * b->value(x); }
};
struct Sine : Node {
  Ref a;
  explicit Sine(Ref a) : a(std::move(a)) {}
  double value(const double *x) const override { return sin(a->value(x)); }
};

static Ref built(int depth) {
  if (depth == 0) return std::make_unique<Var>(0);
  if (depth == 1) return std::make_unique<Var>(1);
  return std::make_unique<Times>(std::make_unique<Sine>(built(depth - 1)), built(depth - 2));
}

static void f(const double *x, double *y) { y[0] = built(5)->value(x); }

CHECK_MAP(f, 2, 1)
