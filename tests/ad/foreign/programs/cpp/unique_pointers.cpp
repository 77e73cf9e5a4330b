/* std::unique_ptr: moved, reset, as members of a list. */
#include "../check.h"
#include <memory>

struct Link {
  double v;
  std::unique_ptr<Link> next;
};

static void f(const double *x, double *y) {
  std::unique_ptr<Link> head;
  for (int i = 0; i < 4; i++) {
    auto fresh = std::make_unique<Link>();
    fresh->v = x[i % 3] * x[i % 2];
    fresh->next = std::move(head);
    head = std::move(fresh);
  }
  double s = 1.0;
  for (Link *l = head.get(); l; l = l->next.get()) s = s * l->v + 1.0;
  head->next.reset();
  y[0] = s * head->v;
}

CHECK_MAP(f, 3, 1)
