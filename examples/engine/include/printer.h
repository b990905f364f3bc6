#ifndef PRINTER_H
#define PRINTER_H

#include "tree.h"

/* Writes the program as it was understood, with every bracket. */
void print_tree(const struct node *program);

#endif
