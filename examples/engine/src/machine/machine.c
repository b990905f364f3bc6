#include "machine.h"

#include <math.h>
#include <stdio.h>

#include "functions.h"
#include "report.h"

enum { STACK_DEPTH = 1024 };

static double combine(const struct instruction *it, double a, double b) {
  switch (it->operation) {
    case ADD: return a + b;
    case SUBTRACT: return a - b;
    case MULTIPLY: return a * b;
    case DIVIDE:
      if (b == 0) report(it->line, "nothing can be divided by zero");
      return a / b;
    case REMAINDER:
      if (b == 0) report(it->line, "nothing can be divided by zero");
      return fmod(a, b);
    case POWER: return pow(a, b);
    case EQUAL: return a == b;
    case UNEQUAL: return a != b;
    case LESS: return a < b;
    case MORE: return a > b;
    case AT_MOST: return a <= b;
    default: return a >= b;
  }
}

static void call(int function, double *stack, int *depth) {
  double second = function_operands(function) == 2 ? stack[--*depth] : 0;
  stack[*depth - 1] = function_apply(function, stack[*depth - 1], second);
}

void run(const struct code *code) {
  double *variables =
      arena_take(code->arena, (size_t)(names_count(code->variables) + 1) * sizeof *variables);
  double stack[STACK_DEPTH];
  int depth = 0;
  for (int next = 0;;) {
    const struct instruction *it = &code->instructions[next++];
    if (depth + 1 == STACK_DEPTH) report(it->line, "this expression is too deep");
    switch (it->operation) {
      case PUSH: stack[depth++] = it->value; break;
      case LOAD: stack[depth++] = variables[it->number]; break;
      case STORE: variables[it->number] = stack[--depth]; break;
      case CALL: call(it->number, stack, &depth); break;
      case PRINT: printf("%.12g\n", stack[--depth]); break;
      case JUMP: next = it->number; break;
      case JUMP_IF_ZERO:
        if (stack[--depth] == 0) next = it->number;
        break;
      case HALT: return;
      default:
        depth--;
        stack[depth - 1] = combine(it, stack[depth - 1], stack[depth]);
    }
  }
}
