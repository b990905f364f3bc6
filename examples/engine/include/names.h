#ifndef NAMES_H
#define NAMES_H

#include "arena.h"

/* Gives each name a number: 0 for the first that was seen, 1 for the next. */
struct names;

struct names *names_new(struct arena *arena);
int names_number(struct names *names, const char *name);
const char *names_text(const struct names *names, int number);
int names_count(const struct names *names);

#endif
