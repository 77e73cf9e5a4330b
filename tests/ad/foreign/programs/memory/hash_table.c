/* A hash table with chains: keys are integers, values are doubles. */
#include "../check.h"

typedef struct Entry { unsigned key; double value; struct Entry *next; } Entry;
typedef struct { Entry *buckets[4]; } Table;

static double *at(Table *t, unsigned key) {
  Entry **e = &t->buckets[(key * 2654435761u) >> 30];
  while (*e && (*e)->key != key) e = &(*e)->next;
  if (!*e) {
    *e = (Entry *)malloc(sizeof(Entry));
    (*e)->key = key;
    (*e)->value = 0.0;
    (*e)->next = NULL;
  }
  return &(*e)->value;
}

static void f(const double *x, double *y) {
  Table t = {{NULL, NULL, NULL, NULL}};
  for (unsigned i = 0; i < 12; i++) *at(&t, i * i % 7) += x[i % 5] * (1.0 + *at(&t, i % 3));
  y[0] = y[1] = 0.0;
  for (int b = 0; b < 4; b++)
    for (Entry *e = t.buckets[b], *next; e; e = next) {
      next = e->next;
      y[e->key % 2] += sin(e->value);
      free(e);
    }
}

CHECK_MAP(f, 5, 2)
