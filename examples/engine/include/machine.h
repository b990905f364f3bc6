#ifndef MACHINE_H
#define MACHINE_H

#include "code.h"

void run(const struct code *code);

#endif
