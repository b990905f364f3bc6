#ifndef LEXER_H
#define LEXER_H

#include "arena.h"

enum token_kind {
  TOKEN_END,
  TOKEN_NUMBER,
  TOKEN_NAME,
  TOKEN_WORD,  /* one that the language keeps for itself */
  TOKEN_SIGN,  /* an operator or a bracket */
};

struct token {
  enum token_kind kind;
  const char *text;
  double number;
  int line;
};

struct lexer {
  struct arena *arena;
  const char *at;
  int line;
};

struct token lexer_next(struct lexer *lexer);

#endif
