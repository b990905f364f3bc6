#include "printer.h"

#include <stdio.h>

static void print_expression(const struct node *node) {
  switch (node->kind) {
    case NODE_NUMBER: printf("%.12g", node->number); break;
    case NODE_NAME: printf("%s", node->text); break;
    case NODE_CALL:
      printf("%s(", node->text);
      print_expression(node->first);
      if (node->second) fputs(", ", stdout), print_expression(node->second);
      putchar(')');
      break;
    default:
      putchar('(');
      print_expression(node->first);
      printf(" %s ", node->text);
      print_expression(node->second);
      putchar(')');
  }
}

static void print_statements(const struct node *node, int depth) {
  for (; node; node = node->next) {
    printf("%*s", 2 * depth, "");
    if (node->kind == NODE_SET) printf("%s = ", node->text);
    if (node->kind == NODE_PRINT) fputs("print ", stdout);
    if (node->kind == NODE_WHILE) fputs("while ", stdout);
    if (node->kind == NODE_IF) fputs("if ", stdout);
    print_expression(node->first);
    if (node->kind == NODE_WHILE) fputs(" do", stdout);
    if (node->kind == NODE_IF) fputs(" then", stdout);
    putchar('\n');
    print_statements(node->body, depth + 1);
    if (node->otherwise) {
      printf("%*selse\n", 2 * depth, "");
      print_statements(node->otherwise, depth + 1);
    }
    if (node->kind == NODE_WHILE || node->kind == NODE_IF) printf("%*send\n", 2 * depth, "");
  }
}

void print_tree(const struct node *program) { print_statements(program, 0); }
