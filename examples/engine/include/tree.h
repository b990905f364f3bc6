#ifndef TREE_H
#define TREE_H

#include "arena.h"

enum node_kind { NODE_NUMBER, NODE_NAME, NODE_OPERATOR, NODE_CALL, NODE_SET, NODE_PRINT, NODE_WHILE, NODE_IF };

/* An expression or a statement. Which parts it has depends on its kind; the others are 0. */
struct node {
  enum node_kind kind;
  int line;
  double number;
  const char *text;             /* a name, or an operator */
  struct node *first, *second;  /* operands, arguments; the condition of a statement is `first` */
  struct node *body, *otherwise;
  struct node *next;            /* the statement that follows */
};

struct node *node_new(struct arena *arena, enum node_kind kind, int line);

#endif
