/* load - SMTP sessions with STARTTLS for a server on the loopback, and what they cost it
 *
 * usage: load [OPTION]... PORT PID full|resume|plain|idle
 *
 *   full    greeting, EHLO, STARTTLS, full handshake, EHLO, QUIT, end
 *   resume  the same with handshakes that resume the thread's last session, if the server lets them
 *   plain   greeting, EHLO, QUIT, end
 *   idle    opens sessions, says what they occupy, closes them
 *
 *   -n N    sessions (default 1000)
 *   -j N    at once (default 8)
 *   -v 1.2  highest TLS version (default 1.3)
 *   -x NAME a program whose processes do not count as memory
 *
 * PID is the server's first process; all its descendants count, and those of them that have ended and were waited for. Prints one
 * "key value" a line. Exits with 1 if a session failed.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../c/proc.h"

#define MOST 1000000
#define MOST_PROCESSES 65536
#define PATIENCE_SECONDS 30
#define SETTLE_SECONDS 2

struct session {
    int fd;
    SSL *ssl;
};

struct process {
    int pid, parent;
    long ticks;
};

static const char *mode, *excluded = "";
static int port, root, sessions = 1000, parallel = 8, at_start;
static SSL_CTX *context;
static atomic_int begun, failed, resumed;
static double *durations;
static struct session *idle;
static __thread SSL_SESSION *kept;

/* ---- what the server's processes cost */

/* All processes. Their number. */
static int processes(struct process *list)
{
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    int n = 0;

    while (proc && (entry = readdir(proc)) && n < MOST_PROCESSES) {
	char stat[1024], *rest;
	long own, system, children, their_system;
	int pid = atoi(entry->d_name);

	if (pid <= 0 || proc_file(pid, "stat", stat, sizeof stat) < 0 || !(rest = strrchr(stat, ')')))
	    continue;
	if (sscanf(rest + 2, "%*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld %ld %ld", &list[n].parent, &own, &system, &children,
		   &their_system) != 5)
	    continue;
	list[n].pid = pid;
	list[n++].ticks = own + system + children + their_system;
    }
    if (proc)
	closedir(proc);
    return n;
}

/* Keeps those that descend from the root, and it. Their number. */
static int family(struct process *list)
{
    static struct process all[MOST_PROCESSES];
    int n = processes(all), kept_ones = 0, before = -1;

    while (kept_ones != before) {
	before = kept_ones;
	for (int i = 0; i < n; i++) {
	    int mine = all[i].pid == root;

	    for (int j = 0; j < kept_ones && !mine; j++)
		mine = all[i].parent == list[j].pid;
	    if (mine && all[i].pid) {
		list[kept_ones++] = all[i];
		all[i].pid = 0;
		all[i].parent = -1;
	    }
	}
    }
    return kept_ones;
}

static double processor_seconds(void)
{
    static struct process list[MOST_PROCESSES];
    long ticks = 0;

    for (int n = family(list) - 1; n >= 0; n--)
	ticks += list[n].ticks;
    return (double) ticks / sysconf(_SC_CLK_TCK);
}

static double memory_kb(int *count)
{
    static struct process list[MOST_PROCESSES];
    long sum = 0;

    *count = family(list);
    for (int i = 0; i < *count; i++) {
	char name[64];

	if (proc_file(list[i].pid, "comm", name, sizeof name) < 0)
	    continue;
	name[strcspn(name, "\n")] = 0;
	if (strcmp(name, excluded))
	    sum += pss_kb(list[i].pid);
    }
    return sum;
}

/* ---- sessions */

/* Sends a command and reads a whole reply. Its code, or -1. */
static int command(struct session *s, const char *text)
{
    char reply[8192];
    int n = 0, length = (int) strlen(text);

    if (length && (s->ssl ? SSL_write(s->ssl, text, length) : (int) write(s->fd, text, length)) != length)
	return -1;
    while (n < (int) sizeof reply - 1) {
	int got = s->ssl ? SSL_read(s->ssl, reply + n, (int) sizeof reply - 1 - n) : (int) read(s->fd, reply + n, sizeof reply - 1 - n);
	char *last;

	if (got <= 0)
	    return -1;
	n += got;
	reply[n] = 0;
	if (reply[n - 1] != '\n')
	    continue;
	reply[n - 1] = 0;
	last = strrchr(reply, '\n');
	last = last ? last + 1 : reply;
	reply[n - 1] = '\n';
	if (strlen(last) > 3 && last[3] == ' ')
	    return atoi(last);
    }
    return -1;
}

static int keep(SSL *ssl, SSL_SESSION *session)
{
    (void) ssl;
    SSL_SESSION_free(kept);
    kept = session;
    return 1;
}

static int start_tls(struct session *s)
{
    if (command(s, "EHLO c\r\n") != 250 || command(s, "STARTTLS\r\n") != 220)
	return -1;
    s->ssl = SSL_new(context);
    SSL_set_fd(s->ssl, s->fd);
    if (kept && !strcmp(mode, "resume"))
	SSL_set_session(s->ssl, kept);
    if (SSL_connect(s->ssl) != 1)
	return -1;
    if (SSL_session_reused(s->ssl))
	resumed++;
    return 0;
}

static int open_session(struct session *s)
{
    struct sockaddr_in to = {.sin_family = AF_INET,.sin_port = htons(port),.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {PATIENCE_SECONDS, 0};
    int on = 1;

    s->ssl = NULL;
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(s->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(s->fd, (struct sockaddr *) &to, sizeof to) || command(s, "") != 220)
	return -1;
    if (strcmp(mode, "plain") && start_tls(s))
	return -1;
    return command(s, "EHLO c\r\n") == 250 ? 0 : -1;
}

static void close_session(struct session *s)
{
    if (s->ssl) {
	SSL_shutdown(s->ssl);
	SSL_free(s->ssl);
    }
    close(s->fd);
}

static void *work(void *unused)
{
    int i;

    (void) unused;
    while ((i = begun++) < sessions) {
	double start = seconds();
	struct session s;

	if (open_session(&s) || (!idle && command(&s, "QUIT\r\n") != 221)) {
	    failed++;
	    close_session(&s);
	    s.fd = -1;
	} else if (!idle) {
	    close_session(&s);
	}
	if (idle)
	    idle[i] = s;
	durations[i] = seconds() - start;
    }
    SSL_SESSION_free(kept);
    return NULL;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static void run(void)
{
    pthread_t threads[parallel];

    for (int i = 0; i < parallel; i++)
	pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < parallel; i++)
	pthread_join(threads[i], NULL);
}

static void occupy(void)
{
    double before = memory_kb(&at_start), after;
    int now;

    idle = calloc(sessions, sizeof *idle);
    run();
    sleep(SETTLE_SECONDS);
    after = memory_kb(&now);
    printf("kb_each %.6g\nprocesses_each %.3g\n", (after - before) / sessions, (double) (now - at_start) / sessions);
    for (int i = 0; i < sessions; i++)
	if (idle[i].fd >= 0)
	    close_session(&idle[i]);
}

static void serve(void)
{
    double cpu = processor_seconds(), start = seconds(), end;

    run();
    end = seconds();
    sleep(SETTLE_SECONDS);	/* for programs that end late */
    cpu = processor_seconds() - cpu;
    qsort(durations, sessions, sizeof *durations, ascending);
    printf("cpu_ms_each %.6g\nper_s %.6g\n", cpu * 1e3 / sessions, (sessions - failed) / (end - start));
    printf("p50_ms %.6g\np95_ms %.6g\np99_ms %.6g\nresumed %d\n", durations[sessions / 2] * 1e3, durations[sessions * 95 / 100] * 1e3,
	   durations[sessions * 99 / 100] * 1e3, resumed);
}

int main(int argc, char **argv)
{
    int option, version = TLS1_3_VERSION;

    while ((option = getopt(argc, argv, "n:j:v:x:")) >= 0) {
	switch (option) {
	case 'n': sessions = atoi(optarg); break;
	case 'j': parallel = atoi(optarg); break;
	case 'v': version = strcmp(optarg, "1.2") ? TLS1_3_VERSION : TLS1_2_VERSION; break;
	case 'x': excluded = optarg; break;
	default: return 2;
	}
    }
    if (argc - optind != 3 || sessions < 1 || sessions > MOST || parallel < 1) {
	fprintf(stderr, "usage: load [OPTION]... PORT PID full|resume|plain|idle\n");
	return 2;
    }
    port = atoi(argv[optind]);
    root = atoi(argv[optind + 1]);
    mode = argv[optind + 2];
    signal(SIGPIPE, SIG_IGN);
    durations = calloc(sessions, sizeof *durations);
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
    if (strcmp(mode, "resume"))
	SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    else
	SSL_CTX_sess_set_new_cb(context, keep);
    if (!strcmp(mode, "idle"))
	occupy();
    else
	serve();
    printf("failed %d\n", failed);
    return failed != 0;
}
