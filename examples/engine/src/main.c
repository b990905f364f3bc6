/* engine: runs a program of a small language of numbers.
 *
 *   engine FILE          runs it
 *   engine --tree FILE   shows how it was understood
 *   engine --code FILE   shows what the machine will do
 */
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "machine.h"
#include "parser.h"
#include "printer.h"
#include "report.h"

static const char *read_file(struct arena *arena, const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file) return 0;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *source = arena_take(arena, (size_t)size + 1);
  size_t got = fread(source, 1, (size_t)size, file);
  fclose(file);
  return got == (size_t)size ? source : 0;
}

int main(int argc, char **argv) {
  const char *how = argc == 3 ? argv[1] : "";
  if (argc < 2 || argc > 3 || (argc == 3 && strcmp(how, "--tree") && strcmp(how, "--code"))) {
    fprintf(stderr, "usage: %s [--tree | --code] FILE\n", argv[0]);
    return 2;
  }
  struct arena *arena = arena_new();
  const char *source = read_file(arena, argv[argc - 1]);
  if (!source) {
    perror(argv[argc - 1]);
    return 2;
  }
  report_for(argv[argc - 1]);
  struct node *program = parse(arena, source);
  if (strcmp(how, "--tree") == 0) {
    print_tree(program);
  } else if (strcmp(how, "--code") == 0) {
    code_print(compile(arena, program));
  } else {
    run(compile(arena, program));
  }
  arena_free(arena);
  return 0;
}
