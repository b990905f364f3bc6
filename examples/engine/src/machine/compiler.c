#include "compiler.h"

#include <string.h>

#include "functions.h"
#include "report.h"

static const struct {
  const char *sign;
  enum operation operation;
} OPERATORS[] = {{"+", ADD},   {"-", SUBTRACT}, {"*", MULTIPLY}, {"/", DIVIDE},
                 {"%", REMAINDER}, {"^", POWER}, {"==", EQUAL},  {"!=", UNEQUAL},
                 {"<", LESS},  {">", MORE},     {"<=", AT_MOST}, {">=", AT_LEAST}};

static int add(struct code *code, int line, enum operation operation, int number) {
  return code_add(code, (struct instruction){.operation = operation, .line = line, .number = number});
}

static enum operation operation_of(const char *sign) {
  int i = 0;
  while (strcmp(OPERATORS[i].sign, sign) != 0) i++;
  return OPERATORS[i].operation;
}

static void expression(struct code *code, const struct node *node) {
  if (node->kind == NODE_NUMBER) {
    int at = add(code, node->line, PUSH, 0);
    code->instructions[at].value = node->number;
    return;
  }
  if (node->kind == NODE_NAME) {
    add(code, node->line, LOAD, names_number(code->variables, node->text));
    return;
  }
  expression(code, node->first);
  if (node->second) expression(code, node->second);
  if (node->kind == NODE_OPERATOR) {
    add(code, node->line, operation_of(node->text), 0);
    return;
  }
  int function = function_number(node->text);
  if (function < 0) report(node->line, "there is no function '%s'", node->text);
  if (function_operands(function) != (node->second ? 2 : 1))
    report(node->line, "'%s' takes %d numbers", node->text, function_operands(function));
  add(code, node->line, CALL, function);
}

static void statements(struct code *code, const struct node *node) {
  for (; node; node = node->next) {
    int start = code->count;
    expression(code, node->first);
    if (node->kind == NODE_SET)
      add(code, node->line, STORE, names_number(code->variables, node->text));
    if (node->kind == NODE_PRINT) add(code, node->line, PRINT, 0);
    if (node->kind == NODE_WHILE || node->kind == NODE_IF) {
      int leave = add(code, node->line, JUMP_IF_ZERO, 0);
      statements(code, node->body);
      if (node->kind == NODE_WHILE) add(code, node->line, JUMP, start);
      int skip = node->otherwise ? add(code, node->line, JUMP, 0) : -1;
      code->instructions[leave].number = code->count;
      statements(code, node->otherwise);
      if (skip >= 0) code->instructions[skip].number = code->count;
    }
  }
}

struct code *compile(struct arena *arena, const struct node *program) {
  struct code *code = code_new(arena);
  statements(code, program);
  add(code, 0, HALT, 0);
  return code;
}
