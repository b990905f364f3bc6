#include "functions.h"

#include <math.h>
#include <string.h>

static double larger(double a, double b) { return a > b ? a : b; }
static double smaller(double a, double b) { return a < b ? a : b; }

static const struct {
  const char *name;
  double (*of_one)(double);
  double (*of_two)(double, double);
} FUNCTIONS[] = {
    {"abs", fabs, 0}, {"cos", cos, 0},    {"floor", floor, 0},  {"log", log, 0},
    {"sin", sin, 0},  {"sqrt", sqrt, 0},  {"max", 0, larger},   {"min", 0, smaller},
};
enum { FUNCTION_COUNT = sizeof FUNCTIONS / sizeof FUNCTIONS[0] };

int function_number(const char *name) {
  for (int i = 0; i < FUNCTION_COUNT; i++)
    if (strcmp(FUNCTIONS[i].name, name) == 0) return i;
  return -1;
}

const char *function_name(int number) { return FUNCTIONS[number].name; }

int function_operands(int number) { return FUNCTIONS[number].of_two ? 2 : 1; }

double function_apply(int number, double first, double second) {
  return FUNCTIONS[number].of_two ? FUNCTIONS[number].of_two(first, second)
                                  : FUNCTIONS[number].of_one(first);
}
