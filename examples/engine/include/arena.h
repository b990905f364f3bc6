#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

/* Memory that is given back all at once: what a run needs lives as long as the run. */
struct arena;

struct arena *arena_new(void);
void *arena_take(struct arena *arena, size_t bytes);
char *arena_copy(struct arena *arena, const char *text, size_t length);
void arena_free(struct arena *arena);

#endif
