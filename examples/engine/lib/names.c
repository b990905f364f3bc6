#include "names.h"

#include <string.h>

enum { FIRST_SLOTS = 16 };

struct names {
  struct arena *arena;
  const char **texts; /* by number */
  int *slots;         /* number + 1 by hash, 0 where free */
  int count, size;
};

static unsigned hash_of(const char *name) { /* FNV-1a */
  unsigned hash = 2166136261u;
  for (; *name; name++) hash = (hash ^ (unsigned char)*name) * 16777619u;
  return hash;
}

static int *slot_of(const struct names *names, const char *name) {
  unsigned at = hash_of(name) & (unsigned)(names->size - 1);
  while (names->slots[at] && strcmp(names->texts[names->slots[at] - 1], name) != 0)
    at = (at + 1) & (unsigned)(names->size - 1);
  return &names->slots[at];
}

static void grow_to(struct names *names, int size) {
  const char **texts = arena_take(names->arena, (size_t)size * sizeof *texts);
  if (names->count) memcpy(texts, names->texts, (size_t)names->count * sizeof *texts);
  names->texts = texts;
  names->slots = arena_take(names->arena, (size_t)size * sizeof *names->slots);
  names->size = size;
  for (int i = 0; i < names->count; i++) *slot_of(names, texts[i]) = i + 1;
}

struct names *names_new(struct arena *arena) {
  struct names *names = arena_take(arena, sizeof *names);
  names->arena = arena;
  grow_to(names, FIRST_SLOTS);
  return names;
}

int names_number(struct names *names, const char *name) {
  int *slot = slot_of(names, name);
  if (*slot) return *slot - 1;
  if (2 * (names->count + 1) > names->size) {
    grow_to(names, 2 * names->size);
    slot = slot_of(names, name);
  }
  names->texts[names->count] = arena_copy(names->arena, name, strlen(name));
  *slot = ++names->count;
  return names->count - 1;
}

const char *names_text(const struct names *names, int number) { return names->texts[number]; }

int names_count(const struct names *names) { return names->count; }
