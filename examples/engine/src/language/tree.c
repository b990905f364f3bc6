#include "tree.h"

struct node *node_new(struct arena *arena, enum node_kind kind, int line) {
  struct node *node = arena_take(arena, sizeof *node);
  node->kind = kind;
  node->line = line;
  return node;
}
