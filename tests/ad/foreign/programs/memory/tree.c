/* A search tree by insertion, summed and freed by recursion. */
#include "../check.h"

typedef struct Tree { double key; struct Tree *left, *right; } Tree;

static void insert(Tree **t, double key) {
  while (*t) t = key < (*t)->key ? &(*t)->left : &(*t)->right;
  *t = (Tree *)calloc(1, sizeof(Tree));
  (*t)->key = key;
}

static double depth_sum(const Tree *t, double depth) {
  if (!t) return 0.0;
  return depth * t->key * t->key + depth_sum(t->left, depth + 1.0) + depth_sum(t->right, 2.0 * depth);
}

static void clear(Tree *t) {
  if (!t) return;
  clear(t->left);
  clear(t->right);
  free(t);
}

static void f(const double *x, double *y) {
  Tree *root = NULL;
  for (int i = 0; i < 6; i++) insert(&root, sin(5.0 * x[i]));
  y[0] = depth_sum(root, 1.0);
  clear(root);
}

CHECK_MAP(f, 6, 1)
