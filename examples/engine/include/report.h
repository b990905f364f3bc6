#ifndef REPORT_H
#define REPORT_H

/* Says what is wrong in which line of the program, and ends the run. */
_Noreturn void report(int line, const char *format, ...);

/* The program's name in such a message. */
void report_for(const char *file);

#endif
