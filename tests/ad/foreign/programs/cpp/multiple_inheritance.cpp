/* Two bases: pointers are adjusted by thunks. */
#include "../check.h"

struct Area { virtual double area() const = 0; virtual ~Area() {} };
struct Named { double weight; virtual double weighted() { return weight; } virtual ~Named() {} };
struct Box : Area, Named {
  double a, b;
  Box(double a, double b) : a(a), b(b) { weight = a + b; }
  double area() const override { return a * b; }
  double weighted() override { return weight *= area(); }
};

static __attribute__((noinline)) double both(const Area *a, Named *n) { return a->area() * n->weighted() + n->weighted(); }

static void f(const double *x, double *y) {
  Box b(x[0], x[1]);
  y[0] = both(&b, &b);
}

CHECK_MAP(f, 2, 1)
