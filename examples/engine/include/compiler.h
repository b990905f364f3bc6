#ifndef COMPILER_H
#define COMPILER_H

#include "code.h"
#include "tree.h"

struct code *compile(struct arena *arena, const struct node *program);

#endif
