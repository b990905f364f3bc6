#include "lexer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static const char *const WORDS[] = {"print", "while", "do", "if", "then", "else", "end", 0};
static const char *const SIGNS[] = {"<=", ">=", "==", "!=", "+", "-", "*", "/", "%",
                                    "^",  "<",  ">",  "=",  "(", ")", ",", 0};

static int is_word(const char *text) {
  for (int i = 0; WORDS[i]; i++)
    if (strcmp(WORDS[i], text) == 0) return 1;
  return 0;
}

static void skip_blanks(struct lexer *lexer) {
  for (; isspace((unsigned char)*lexer->at) || *lexer->at == '#'; lexer->at++) {
    if (*lexer->at == '#') lexer->at += strcspn(lexer->at, "\n");
    if (*lexer->at == '\n') lexer->line++;
    if (*lexer->at == '\0') return;
  }
}

static struct token token(struct lexer *lexer, enum token_kind kind, size_t length) {
  struct token token = {.kind = kind, .line = lexer->line};
  token.text = arena_copy(lexer->arena, lexer->at, length);
  lexer->at += length;
  return token;
}

struct token lexer_next(struct lexer *lexer) {
  skip_blanks(lexer);
  const char *at = lexer->at;
  if (*at == '\0') return token(lexer, TOKEN_END, 0);
  if (isdigit((unsigned char)*at)) {
    char *end;
    double number = strtod(at, &end);
    struct token result = token(lexer, TOKEN_NUMBER, (size_t)(end - at));
    result.number = number;
    return result;
  }
  if (isalpha((unsigned char)*at)) {
    size_t length = 1;
    while (isalnum((unsigned char)at[length]) || at[length] == '_') length++;
    struct token result = token(lexer, TOKEN_NAME, length);
    if (is_word(result.text)) result.kind = TOKEN_WORD;
    return result;
  }
  for (int i = 0; SIGNS[i]; i++)
    if (strncmp(at, SIGNS[i], strlen(SIGNS[i])) == 0)
      return token(lexer, TOKEN_SIGN, strlen(SIGNS[i]));
  report(lexer->line, "'%c' means nothing here", *at);
}
