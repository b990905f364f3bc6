#include "parser.h"

#include <string.h>

#include "lexer.h"
#include "report.h"

struct parser {
  struct lexer lexer;
  struct token token;
};

/* From the loosest to the tightest; a later line binds tighter. */
static const char *const LEVELS[][7] = {
    {"==", "!=", "<=", ">=", "<", ">", 0},
    {"+", "-", 0},
    {"*", "/", "%", 0},
};
enum { LEVEL_COUNT = sizeof LEVELS / sizeof LEVELS[0] };

static struct node *expression(struct parser *parser);
static struct node *statements(struct parser *parser);

static void advance(struct parser *parser) { parser->token = lexer_next(&parser->lexer); }

static int sees(const struct parser *parser, const char *text) {
  enum token_kind kind = parser->token.kind;
  return (kind == TOKEN_WORD || kind == TOKEN_SIGN) && strcmp(parser->token.text, text) == 0;
}

static int takes(struct parser *parser, const char *text) {
  if (!sees(parser, text)) return 0;
  advance(parser);
  return 1;
}

static void expects(struct parser *parser, const char *text) {
  if (takes(parser, text)) return;
  const char *found = parser->token.kind == TOKEN_END ? "the end" : parser->token.text;
  report(parser->token.line, "'%s' was expected, but here is '%s'", text, found);
}

static struct node *make(struct parser *parser, enum node_kind kind) {
  return node_new(parser->lexer.arena, kind, parser->token.line);
}

static struct node *call(struct parser *parser, struct node *function) {
  function->kind = NODE_CALL;
  function->first = expression(parser);
  if (takes(parser, ",")) function->second = expression(parser);
  expects(parser, ")");
  return function;
}

static struct node *simple(struct parser *parser) {
  struct node *node;
  if (takes(parser, "(")) {
    node = expression(parser);
    expects(parser, ")");
    return node;
  }
  if (sees(parser, "-")) {
    node = make(parser, NODE_OPERATOR);
    node->text = "-";
    node->first = make(parser, NODE_NUMBER);
    advance(parser);
    node->second = simple(parser);
    return node;
  }
  if (parser->token.kind == TOKEN_NUMBER) {
    node = make(parser, NODE_NUMBER);
    node->number = parser->token.number;
    advance(parser);
    return node;
  }
  if (parser->token.kind != TOKEN_NAME) expects(parser, "an expression");
  node = make(parser, NODE_NAME);
  node->text = parser->token.text;
  advance(parser);
  return takes(parser, "(") ? call(parser, node) : node;
}

static struct node *binary(struct parser *parser, struct node *left) {
  struct node *node = make(parser, NODE_OPERATOR);
  node->text = parser->token.text;
  node->first = left;
  advance(parser);
  return node;
}

static struct node *power(struct parser *parser) {
  struct node *base = simple(parser);
  if (!sees(parser, "^")) return base;
  struct node *node = binary(parser, base);
  node->second = power(parser);
  return node;
}

static int sees_any(const struct parser *parser, const char *const *texts) {
  for (; *texts; texts++)
    if (sees(parser, *texts)) return 1;
  return 0;
}

static struct node *level(struct parser *parser, int tightness) {
  if (tightness == LEVEL_COUNT) return power(parser);
  struct node *left = level(parser, tightness + 1);
  while (sees_any(parser, LEVELS[tightness])) {
    left = binary(parser, left);
    left->second = level(parser, tightness + 1);
  }
  return left;
}

static struct node *expression(struct parser *parser) { return level(parser, 0); }

static struct node *statement(struct parser *parser) {
  struct node *node;
  if (sees(parser, "print")) {
    node = make(parser, NODE_PRINT);
    advance(parser);
    node->first = expression(parser);
  } else if (sees(parser, "while")) {
    node = make(parser, NODE_WHILE);
    advance(parser);
    node->first = expression(parser);
    expects(parser, "do");
    node->body = statements(parser);
    expects(parser, "end");
  } else if (sees(parser, "if")) {
    node = make(parser, NODE_IF);
    advance(parser);
    node->first = expression(parser);
    expects(parser, "then");
    node->body = statements(parser);
    if (takes(parser, "else")) node->otherwise = statements(parser);
    expects(parser, "end");
  } else {
    if (parser->token.kind != TOKEN_NAME) expects(parser, "a statement");
    node = make(parser, NODE_SET);
    node->text = parser->token.text;
    advance(parser);
    expects(parser, "=");
    node->first = expression(parser);
  }
  return node;
}

static struct node *statements(struct parser *parser) {
  struct node *first = 0, **end = &first;
  while (parser->token.kind != TOKEN_END && !sees(parser, "end") && !sees(parser, "else")) {
    *end = statement(parser);
    end = &(*end)->next;
  }
  return first;
}

struct node *parse(struct arena *arena, const char *source) {
  struct parser parser = {.lexer = {.arena = arena, .at = source, .line = 1}};
  advance(&parser);
  struct node *program = statements(&parser);
  if (parser.token.kind != TOKEN_END) expects(&parser, "a statement");
  return program;
}
