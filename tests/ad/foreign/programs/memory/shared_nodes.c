/* A graph whose nodes have several owners and are visited in an order of their own. */
#include "../check.h"

typedef struct Node { double value; struct Node *inputs[2]; int used; } Node;

static Node *node(double v, Node *a, Node *b) {
  Node *n = (Node *)calloc(1, sizeof(Node));
  n->value = v;
  n->inputs[0] = a;
  n->inputs[1] = b;
  return n;
}

static void f(const double *x, double *y) {
  Node *all[6];
  for (int i = 0; i < 2; i++) all[i] = node(x[i], NULL, NULL);
  for (int i = 2; i < 6; i++) all[i] = node(x[2], all[i - 1], all[i / 2 - 1]);
  for (int i = 2; i < 6; i++)
    for (int k = 0; k < 2; k++) {
      all[i]->value += all[i]->inputs[k]->value * (k + 1);
      all[i]->inputs[k]->value *= 0.9;
      all[i]->inputs[k]->used++;
    }
  y[0] = all[5]->value;
  y[1] = 0.0;
  for (int i = 0; i < 6; i++) {
    y[1] += all[i]->used * all[i]->value * all[i]->value;
    free(all[i]);
  }
}

CHECK_MAP(f, 3, 2)
