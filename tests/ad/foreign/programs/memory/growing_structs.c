/* A stack of structs with pointers, grown by realloc and popped in another order than pushed. */
#include "../check.h"

typedef struct { double value; double *owned; } Item;
typedef struct { Item *items; int n, room; } Stack;

static void push(Stack *s, double v) {
  if (s->n == s->room) {
    s->room = s->room ? 2 * s->room : 1;
    s->items = (Item *)realloc(s->items, s->room * sizeof(Item));
  }
  double *owned = (double *)malloc(2 * sizeof(double));
  owned[0] = v;
  owned[1] = v * v;
  Item item = {3.0 * v, owned};
  s->items[s->n++] = item;
}

static void f(const double *x, double *y) {
  Stack s = {NULL, 0, 0};
  for (int i = 0; i < 5; i++) push(&s, x[i] + (i ? s.items[i / 2].owned[1] : 0.0));
  y[0] = 0.0;
  while (s.n) {
    Item *i = &s.items[--s.n];
    y[0] = 0.5 * y[0] + i->value * i->owned[0];
    free(i->owned);
  }
  free(s.items);
}

CHECK_MAP(f, 5, 1)
