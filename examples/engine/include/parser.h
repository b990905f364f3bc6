#ifndef PARSER_H
#define PARSER_H

#include "tree.h"

/* The statements of a program, or 0 for an empty one. */
struct node *parse(struct arena *arena, const char *source);

#endif
