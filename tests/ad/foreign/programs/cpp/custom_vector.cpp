/* A vector of one's own with copy, move, and growth. */
#include "../check.h"
#include <utility>

class Vec {
  double *data_;
  int n_, room_;

public:
  Vec() : data_(nullptr), n_(0), room_(0) {}
  Vec(const Vec &o) : data_(new double[o.room_]), n_(o.n_), room_(o.room_) {
    for (int i = 0; i < n_; i++) data_[i] = o.data_[i];
  }
  Vec(Vec &&o) : data_(o.data_), n_(o.n_), room_(o.room_) { o.data_ = nullptr; }
  ~Vec() { delete[] data_; }
  void push(double v) {
    if (n_ == room_) {
      room_ = room_ ? 2 * room_ : 1;
      double *grown = new double[room_];
      for (int i = 0; i < n_; i++) grown[i] = data_[i];
      delete[] data_;
      data_ = grown;
    }
    data_[n_++] = v;
  }
  double &operator[](int i) { return data_[i]; }
  int size() const { return n_; }
};
static __attribute__((noinline)) Vec doubled(Vec v) {
  for (int i = 0, n = v.size(); i < n; i++) v.push(v[i] * v[0]);
  return v;
}

static void f(const double *x, double *y) {
  Vec v;
  for (int i = 0; i < 3; i++) v.push(x[i]);
  Vec w = doubled(v), u = doubled(std::move(w));
  y[0] = u[11] + u[4] * v[1];
}

CHECK_MAP(f, 3, 1)
