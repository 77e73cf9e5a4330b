struct node { double value; struct node *next; };

double f(const double *x, int n) {
    struct node *head = 0;
    double s = 0;
    for (int i = 0; i < n; i++) {
        struct node *made = (struct node *)malloc(sizeof(struct node));
        made->value = x[i] * x[i];
        made->next = head;
        head = made;
    }
    for (struct node *p = head; p; p = p->next)
        s += sin(p->value) * p->value;
    while (head) {
        struct node *next = head->next;
        free(head);
        head = next;
    }
    return s;
}
