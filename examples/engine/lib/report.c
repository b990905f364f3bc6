#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *file_name = "?";

void report_for(const char *file) { file_name = file; }

void report(int line, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fflush(stdout);
  fprintf(stderr, "%s:%d: ", file_name, line);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}
