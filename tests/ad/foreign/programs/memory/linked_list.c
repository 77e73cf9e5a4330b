/* A linked list is built, walked, changed in place and freed. */
#include "../check.h"

typedef struct Link { double value; struct Link *next; } Link;

static void f(const double *x, double *y) {
  Link *head = NULL;
  for (int i = 0; i < 5; i++) {
    Link *link = (Link *)malloc(sizeof(Link));
    link->value = x[i % 3] * (i + 1.0);
    link->next = head;
    head = link;
  }
  for (Link *l = head; l->next; l = l->next) l->value *= l->next->value;
  double sum = 0.0;
  while (head) {
    Link *next = head->next;
    sum += sqrt(head->value);
    free(head);
    head = next;
  }
  y[0] = sum;
}

CHECK_MAP(f, 3, 1)
