/* Virtual functions, an abstract base, virtual destructors, objects behind pointers to the base. */
#include "../check.h"
#include <memory>
#include <vector>

struct Layer {
  virtual ~Layer() {}
  virtual double apply(double v) const = 0;
  virtual void train(double by) { (void)by; }
};
struct Scale : Layer {
  double by;
  explicit Scale(double by) : by(by) {}
  double apply(double v) const override { return by * v; }
  void train(double d) override { by += d * by; }
};
struct Wave : Layer {
  double apply(double v) const override { return sin(v); }
};

static void f(const double *x, double *y) {
  std::vector<std::unique_ptr<Layer>> net;
  for (int i = 0; i < 3; i++) {
    net.push_back(std::make_unique<Scale>(x[i]));
    net.push_back(std::make_unique<Wave>());
  }
  double v = x[3];
  for (auto &l : net) {
    l->train(v);
    v = l->apply(v);
  }
  y[0] = v;
}

CHECK_MAP(f, 4, 1)
