#ifndef FUNCTIONS_H
#define FUNCTIONS_H

/* The functions that a program may call, each of one or two numbers. */
int function_number(const char *name); /* -1 if there is none */
const char *function_name(int number);
int function_operands(int number);
double function_apply(int number, double first, double second);

#endif
