#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024, ALIGNMENT = 16 };

struct block {
  struct block *before;
  size_t used, size;
  _Alignas(ALIGNMENT) char bytes[];
};

struct arena {
  struct block *newest;
};

static void *must(void *memory) {
  if (memory) return memory;
  fputs("engine: out of memory\n", stderr);
  exit(3);
}

struct arena *arena_new(void) { return must(calloc(1, sizeof(struct arena))); }

void *arena_take(struct arena *arena, size_t bytes) {
  size_t needed = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  struct block *block = arena->newest;
  if (!block || block->size - block->used < needed) {
    size_t size = needed > BLOCK_BYTES ? needed : BLOCK_BYTES;
    block = must(malloc(sizeof *block + size));
    block->before = arena->newest;
    block->used = 0;
    block->size = size;
    arena->newest = block;
  }
  void *taken = block->bytes + block->used;
  block->used += needed;
  return memset(taken, 0, bytes);
}

char *arena_copy(struct arena *arena, const char *text, size_t length) {
  char *copy = arena_take(arena, length + 1);
  memcpy(copy, text, length);
  return copy;
}

void arena_free(struct arena *arena) {
  for (struct block *block = arena->newest, *before; block; block = before) {
    before = block->before;
    free(block);
  }
  free(arena);
}
