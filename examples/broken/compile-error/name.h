const char *name_of_whom(void);
