/* What both load generators ask the machine: the time, and /proc. */
#ifndef PROC_H
#define PROC_H

/* Of a clock that nobody sets. */
double seconds(void);

/* The whole of /proc/PID/NAME that fits, NUL-terminated. Its length, or -1 if the process has ended. */
int proc_file(int pid, const char *name, char *buf, int size);

/* Memory: a page that n processes share counts 1/n in each. 0 if the process has ended. */
long pss_kb(int pid);

#endif
