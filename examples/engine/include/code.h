#ifndef CODE_H
#define CODE_H

#include "arena.h"
#include "names.h"

enum operation {
  PUSH, LOAD, STORE, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER,
  EQUAL, UNEQUAL, LESS, MORE, AT_MOST, AT_LEAST, CALL, PRINT, JUMP, JUMP_IF_ZERO, HALT
};

struct instruction {
  enum operation operation;
  int line;
  int number;    /* of a variable or a function, or where to jump */
  double value;  /* what to push */
};

/* A program as the machine runs it. */
struct code {
  struct arena *arena;
  struct names *variables;
  struct instruction *instructions;
  int count, size;
};

struct code *code_new(struct arena *arena);
int code_add(struct code *code, struct instruction instruction);
void code_print(const struct code *code);

#endif
