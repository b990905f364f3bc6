#include "code.h"

#include <stdio.h>
#include <string.h>

#include "functions.h"

static const char *const OPERATIONS[] = {
    "push", "load", "store", "add", "subtract", "multiply", "divide", "remainder", "power",
    "equal", "unequal", "less", "more", "at most", "at least", "call", "print", "jump",
    "jump if zero", "halt"};

struct code *code_new(struct arena *arena) {
  struct code *code = arena_take(arena, sizeof *code);
  code->arena = arena;
  code->variables = names_new(arena);
  return code;
}

int code_add(struct code *code, struct instruction instruction) {
  if (code->count == code->size) {
    int size = code->size ? 2 * code->size : 64;
    struct instruction *more = arena_take(code->arena, (size_t)size * sizeof *more);
    if (code->count) memcpy(more, code->instructions, (size_t)code->count * sizeof *more);
    code->instructions = more;
    code->size = size;
  }
  code->instructions[code->count] = instruction;
  return code->count++;
}

void code_print(const struct code *code) {
  for (int i = 0; i < code->count; i++) {
    const struct instruction *it = &code->instructions[i];
    printf("%4d  %s", i, OPERATIONS[it->operation]);
    if (it->operation == PUSH) printf(" %.12g", it->value);
    if (it->operation == LOAD || it->operation == STORE)
      printf(" %s", names_text(code->variables, it->number));
    if (it->operation == CALL) printf(" %s", function_name(it->number));
    if (it->operation == JUMP || it->operation == JUMP_IF_ZERO) printf(" %d", it->number);
    putchar('\n');
  }
}
