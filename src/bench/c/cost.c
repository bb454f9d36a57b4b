/* cost - what a service costs, from /proc, and durations */
#include "measure.h"

#include <dirent.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MOST_DURATIONS 1000000

static double durations[MOST_DURATIONS];
static atomic_long noted;
static char first[256];
static pthread_mutex_t first_lock = PTHREAD_MUTEX_INITIALIZER;

/* Postfix names the service in every daemon's arguments, "-n NAME", if it is not the program's own name. */
static int serves(int pid, const char *service)
{
    char line[16384];
    int n = proc_file(pid, "cmdline", line, sizeof line);
    const char *end = line + n, *word = line;

    for (; n > 0 && word < end; word += strlen(word) + 1)
	if (!strcmp(word, "-n") && word + 3 < end && !strcmp(word + 3, service))
	    return 1;
    return 0;
}

/* Of the process itself, and of its children that it has waited for. */
static void cpu_seconds(int pid, double *own, double *ended)
{
    char buf[1024], *p;
    unsigned long user = 0, system = 0;
    long ended_user = 0, ended_system = 0;
    double tick = sysconf(_SC_CLK_TCK);

    if (proc_file(pid, "stat", buf, sizeof buf) > 0 && (p = strrchr(buf, ')')))
	sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld", &user, &system, &ended_user, &ended_system);
    *own = (user + system) / tick;
    *ended = (ended_user + ended_system) / tick;
}

struct cost cost_of(const char *service, int master, int with_memory)
{
    struct cost sum = {0, 0, 0};
    struct dirent *entry;
    DIR *dir = opendir("/proc");
    double own, ended;

    while (dir && (entry = readdir(dir))) {
	int pid = atoi(entry->d_name);
	if (pid <= 0 || pid == getpid() || !serves(pid, service))
	    continue;
	cpu_seconds(pid, &own, &ended);
	sum.cpu_seconds += own + ended;
	sum.pss_kb += with_memory ? pss_kb(pid) : 0;
	sum.processes++;
    }
    if (dir)
	closedir(dir);
    if (master) {
	cpu_seconds(master, &own, &ended);
	sum.cpu_seconds += ended;
    }
    return sum;
}

void note_duration(double secs)
{
    long i = atomic_fetch_add(&noted, 1);

    if (i < MOST_DURATIONS)
	durations[i] = secs;
}

void forget_durations(void)
{
    noted = 0;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

double duration_us(double p)
{
    long n = noted < MOST_DURATIONS ? noted : MOST_DURATIONS;

    if (n == 0)
	return 0;
    qsort(durations, n, sizeof *durations, ascending);
    return durations[(long) (p * (n - 1))] * 1e6;
}

int failure(const char *fmt,...)
{
    va_list ap;

    pthread_mutex_lock(&first_lock);
    if (!first[0]) {
	va_start(ap, fmt);
	vsnprintf(first, sizeof first, fmt, ap);
	va_end(ap);
    }
    pthread_mutex_unlock(&first_lock);
    return -1;
}

const char *first_failure(void)
{
    return first;
}
