/* Structs and nested structs on the stack, assigned whole. */
#include "../check.h"

typedef struct { double re, im; } Pair;
typedef struct { Pair left, right; int n; double scale; } Node;

static Node twisted(Node a) {
  Pair t = a.left;
  a.left = a.right;
  a.right = t;
  a.scale *= a.left.re + a.n;
  return a;
}

static void f(const double *x, double *y) {
  Node a = {{x[0], x[1]}, {x[2], x[0] * x[1]}, 3, x[3]};
  Node b = twisted(a);
  Node c = twisted(b);
  y[0] = b.scale * c.left.im + c.right.re;
  y[1] = c.scale - sin(b.left.im);
}

CHECK_MAP(f, 4, 2)
