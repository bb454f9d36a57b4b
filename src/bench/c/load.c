/* load - sessions for a tlsproxy(8) service, and what they cost it
 *
 * usage: load [OPTION]... SOCKET SERVICE full|resume|up|down|echo|idle
 *
 *   full     sessions: full handshake, a byte each way, end
 *   resume   the same with resumed handshakes
 *   up       bulk data from the remote peer: the service decrypts
 *   down     bulk data to the remote peer: the service encrypts
 *   echo     round trips through open sessions
 *   idle     opens sessions, holds them, says what they occupy, and uses each once more
 *
 *   -n N     sessions (full, resume, idle); round trips (echo) or megabytes (up, down) of each session
 *   -j N     at once (default 8)
 *   -o N     other sessions that are open and idle meanwhile (default 0)
 *   -s SIZE  bytes of a message (echo, default 64) or of a write (up, down, default 16384)
 *   -v 1.2   TLS version (default 1.3)
 *   -g LIST  groups (default X25519:P-256)
 *   -r       ask for the TLS context report
 *   -m PID   the service's parent: its ended children count too
 *
 * SOCKET is the service's, as in queue/private; SERVICE its name in master.cf, by which its processes are found. Prints
 * one "key value" a line. Exits with 1 if a session failed.
 */
#include "measure.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LARGEST 16384
#define IDLE_WATCH_SECONDS 5
#define MOST_DESCRIPTORS 65536

static struct target target;
static const char *service;
static int master, wanted = 1000, parallel = 8, others, size;
static atomic_long begun, done, failed, resumed_ones, bytes;

static void print(const char *key, double value)
{
    printf("%s %.6g\n", key, value);
}

static void in_parallel(void *(*work) (void *), void *argument)
{
    pthread_t threads[parallel];

    for (int i = 0; i < parallel; i++)
	pthread_create(&threads[i], NULL, work, argument);
    for (int i = 0; i < parallel; i++)
	pthread_join(threads[i], NULL);
}

static void *sessions(void *resumed)
{
    struct session s;

    while (atomic_fetch_add(&begun, 1) < wanted) {
	double start = seconds();
	if (session_open(&s, &target, resumed != NULL)) {
	    failed++;
	    continue;
	}
	if (session_echo(&s, 1)) {
	    failed++;
	} else {
	    note_duration(seconds() - start);
	    done++;
	    resumed_ones += SSL_session_reused(s.ssl);
	}
	session_close(&s);
    }
    session_forget();
    return NULL;
}

struct stream {
    struct session session;
    int up;
};

static void *feed(void *argument)
{
    struct stream *stream = argument;
    char buf[LARGEST] = {0};
    long left = (long) wanted << 20;

    while (left > 0) {
	int n = left < size ? (int) left : size;
	n = stream->up ? SSL_write(stream->session.ssl, buf, n) : (int) write(stream->session.local, buf, n);
	if (n <= 0) {
	    failure("bulk: %s", strerror(errno));
	    break;
	}
	left -= n;
    }
    return NULL;
}

static void *bulk(void *up)
{
    struct stream stream = {.up = up != NULL};
    pthread_t feeder;
    char buf[4 * LARGEST];
    long got = 0, all = (long) wanted << 20;
    int n;

    if (session_open(&stream.session, &target, 0)) {
	failed++;
	return NULL;
    }
    pthread_create(&feeder, NULL, feed, &stream);
    while (got < all && (n = up ? (int) read(stream.session.local, buf, sizeof buf) : SSL_read(stream.session.ssl, buf, sizeof buf)) > 0)
	got += n;
    pthread_join(feeder, NULL);
    bytes += got;
    if (got < all)
	failed++;
    else
	done++;
    session_close(&stream.session);
    return NULL;
}

static void *echoes(void *unused)
{
    struct session s;

    (void) unused;
    if (session_open(&s, &target, 0)) {
	failed++;
	return NULL;
    }
    for (int i = 0; i < wanted; i++) {
	double start = seconds();
	if (session_echo(&s, size)) {
	    failed++;
	    break;
	}
	note_duration(seconds() - start);
	done++;
    }
    session_close(&s);
    return NULL;
}

/* Sessions that stay open. */
struct held {
    struct session *session;
    int count;
    atomic_int next;
};

static void *open_some(void *argument)
{
    struct held *held = argument;
    int i;

    while ((i = atomic_fetch_add(&held->next, 1)) < held->count)
	if (session_open(&held->session[i], &target, 0) || session_echo(&held->session[i], 1)) {
	    held->session[i].local = -1;
	    failed++;
	}
    return NULL;
}

static void hold(struct held *held, int count)
{
    held->session = calloc(count, sizeof *held->session);
    held->count = count;
    held->next = 0;
    in_parallel(open_some, held);
}

/* How many of them still carry a byte. */
static int alive(struct held *held)
{
    int good = 0;

    for (int i = 0; i < held->count; i++)
	good += held->session[i].local >= 0 && !session_echo(&held->session[i], 1);
    return good;
}

static void release(struct held *held)
{
    for (int i = 0; i < held->count; i++)
	if (held->session[i].local >= 0)
	    session_close(&held->session[i]);
    free(held->session);
}

static void idle(void)
{
    struct held held;
    struct cost before = cost_of(service, master, 1), after;
    double start = seconds();

    hold(&held, wanted);
    print("per_s", wanted / (seconds() - start));
    sleep(3);
    after = cost_of(service, master, 1);
    print("pss_before_kb", before.pss_kb);
    print("pss_kb", after.pss_kb);
    print("kb_each", (double) (after.pss_kb - before.pss_kb) / wanted);
    sleep(IDLE_WATCH_SECONDS);
    print("idle_cpu_percent", (cost_of(service, master, 0).cpu_seconds - after.cpu_seconds) / IDLE_WATCH_SECONDS * 100);
    start = seconds();
    done = alive(&held);
    print("echo_all_s", seconds() - start);
    failed = wanted - done;
    release(&held);
    print("processes", after.processes);
}

static void measured(const char *mode)
{
    struct held held = {0};
    struct cost before, after;
    double start, elapsed, cpu;
    int is_bulk = !strcmp(mode, "up") || !strcmp(mode, "down");

    hold(&held, others);
    before = cost_of(service, master, 0);
    start = seconds();
    if (is_bulk)
	in_parallel(bulk, strcmp(mode, "up") ? NULL : &start);
    else if (!strcmp(mode, "echo"))
	in_parallel(echoes, NULL);
    else
	in_parallel(sessions, strcmp(mode, "resume") ? NULL : &start);
    elapsed = seconds() - start;
    after = cost_of(service, master, 1);
    cpu = after.cpu_seconds - before.cpu_seconds;
    if (is_bulk) {
	double megabytes = bytes / 1048576.0;
	print("mb_per_s", megabytes / elapsed);
	print("cpu_ms_per_mb", cpu * 1e3 / megabytes);
    } else {
	print("per_s", done / elapsed);
	print("cpu_us_each", done ? cpu * 1e6 / done : 0);
	print("p50_us", duration_us(.50));
	print("p99_us", duration_us(.99));
    }
    print("pss_kb", after.pss_kb);
    print("processes", after.processes);
    release(&held);
    /* The first of each thread is a full handshake. */
    if (!strcmp(mode, "resume") && resumed_ones < done - parallel)
	failure("only %ld of %ld sessions were resumed", (long) resumed_ones, (long) done), failed++;
}

static void make_tls(int version, const char *groups)
{
    target.tls = SSL_CTX_new(TLS_client_method());
    if (!target.tls || !SSL_CTX_set_min_proto_version(target.tls, version) || !SSL_CTX_set_max_proto_version(target.tls, version)
	|| !SSL_CTX_set1_groups_list(target.tls, groups)) {
	fprintf(stderr, "load: OpenSSL does not take these groups: %s\n", groups);
	exit(2);
    }
    SSL_CTX_set_session_cache_mode(target.tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(target.tls, session_keep);
}

static void allow_many_descriptors(void)
{
    struct rlimit limit = {MOST_DESCRIPTORS, MOST_DESCRIPTORS};

    if (!setrlimit(RLIMIT_NOFILE, &limit))
	return;
    getrlimit(RLIMIT_NOFILE, &limit);	/* not root: what there is */
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void usage(void)
{
    fprintf(stderr, "usage: load [-n N] [-j N] [-o N] [-s SIZE] [-v 1.2|1.3] [-g GROUPS] [-r] [-m PID] "
	    "SOCKET SERVICE full|resume|up|down|echo|idle\n");
    exit(2);
}

int main(int argc, char **argv)
{
    int option, version = TLS1_3_VERSION;
    const char *groups = "X25519:P-256", *mode;

    while ((option = getopt(argc, argv, "n:j:o:s:v:g:rm:")) > 0)
	switch (option) {
	case 'n': wanted = atoi(optarg); break;
	case 'j': parallel = atoi(optarg); break;
	case 'o': others = atoi(optarg); break;
	case 's': size = atoi(optarg); break;
	case 'v': version = strcmp(optarg, "1.2") ? TLS1_3_VERSION : TLS1_2_VERSION; break;
	case 'g': groups = optarg; break;
	case 'r': target.report = 1; break;
	case 'm': master = atoi(optarg); break;
	default: usage();
	}
    if (argc - optind != 3 || wanted < 1 || parallel < 1)
	usage();
    target.socket_path = argv[optind];
    service = argv[optind + 1];
    mode = argv[optind + 2];
    if (!strstr(" full resume up down echo idle ", mode))
	usage();
    if (size < 1 || size > LARGEST)
	size = strcmp(mode, "echo") ? LARGEST : 64;
    signal(SIGPIPE, SIG_IGN);
    allow_many_descriptors();
    make_tls(version, groups);
    if (!strcmp(mode, "idle"))
	idle();
    else
	measured(mode);
    print("done", done);
    print("failed", failed);
    if (first_failure()[0])
	fprintf(stderr, "load: %s\n", first_failure());
    return failed > 0;
}
