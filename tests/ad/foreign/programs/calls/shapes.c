/* Objects with a table of functions, as C writes virtual calls. */
#include "../check.h"

typedef struct Shape Shape;
typedef struct { double (*area)(const Shape *); void (*grow)(Shape *, double); } Class;
struct Shape { const Class *class_of; double a, b; };

static double disc_area(const Shape *s) { return 3.0 * s->a * s->a; }
static void disc_grow(Shape *s, double by) { s->a *= by; }
static double box_area(const Shape *s) { return s->a * s->b; }
static void box_grow(Shape *s, double by) { s->a += by; s->b *= by; }
static const Class disc = {disc_area, disc_grow}, box = {box_area, box_grow};

static void f(const double *x, double *y) {
  Shape shapes[3] = {{&disc, x[0], 0.0}, {&box, x[1], x[2]}, {&disc, x[2], 0.0}};
  y[0] = 0.0;
  for (int t = 0; t < 2; t++)
    for (int i = 0; i < 3; i++) {
      shapes[i].class_of->grow(&shapes[i], 1.0 + x[3]);
      y[0] += shapes[i].class_of->area(&shapes[i]) * (t + 1);
    }
}

CHECK_MAP(f, 4, 1)
