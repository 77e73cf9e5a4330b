/* Objects made in memory that is there already. */
#include "../check.h"
#include <new>

struct Item {
  double v;
  Item *before;
  Item(double v, Item *before) : v(v * v), before(before) {}
};

static void f(const double *x, double *y) {
  alignas(Item) unsigned char space[3 * sizeof(Item)];
  Item *last = nullptr;
  for (int i = 0; i < 3; i++) last = new (space + i * sizeof(Item)) Item(x[i], last);
  double s = 1.0;
  for (; last; last = last->before) s = s * last->v + 1.0;
  y[0] = s;
}

CHECK_MAP(f, 3, 1)
