#include "name.h"

const char *name_of_whom(void) { return "world"; }
