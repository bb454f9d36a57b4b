/* proc - the time, and /proc */
#include "proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int proc_file(int pid, const char *name, char *buf, int size)
{
    char path[64];
    FILE *file;
    int n;

    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    if (!(file = fopen(path, "r")))
	return -1;
    n = (int) fread(buf, 1, size - 1, file);
    fclose(file);
    buf[n] = 0;
    return n;
}

long pss_kb(int pid)
{
    char buf[4096], *p;

    if (proc_file(pid, "smaps_rollup", buf, sizeof buf) <= 0 || !(p = strstr(buf, "\nPss:")))
	return 0;
    return atol(p + 5);
}
