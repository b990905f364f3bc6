#include <stdio.h>

#include "name.h"

int main(void) {
  printf("Hello, %s!\n", name_of_whom())
  return 0;
}
