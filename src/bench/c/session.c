/* session - one session with tlsproxy(8): Postfix's client on one side, a remote SMTP client with OpenSSL on the other */
#define _GNU_SOURCE
#include "measure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE_SECONDS 60
#define LONGEST_LIST 16384

static const char announcement[] = "protocol\0tlsproxy_protocol\0";
static const char available[] = "status\0" "1\0";
static const char request[] = "remote_endpoint\0[127.0.0.1]:25\0flags\0" "1\0timeout\0" "60\0timeout\0" "3600\0serverid\0load\0";
static const char request_with_report[] =
    "remote_endpoint\0[127.0.0.1]:25\0flags\0" "5\0timeout\0" "60\0timeout\0" "3600\0serverid\0load\0";

static _Thread_local SSL_SESSION *kept;

/* A TCP connection over loopback. */
static int tcp_pair(int pair[2])
{
    static _Thread_local int listener = -1;
    static _Thread_local struct sockaddr_in addr;
    socklen_t size = sizeof addr;
    int on = 1;

    if (listener < 0) {
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	addr.sin_family = AF_INET;
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (struct sockaddr *) &addr, size) || listen(listener, 16)
	    || getsockname(listener, (struct sockaddr *) &addr, &size))
	    return failure("listen: %s", strerror(errno));
    }
    pair[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (pair[0] < 0 || connect(pair[0], (struct sockaddr *) &addr, sizeof addr)) {
	failure("connect: %s", strerror(errno));
	close(pair[0]);
	return -1;
    }
    if ((pair[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) < 0) {
	failure("accept: %s", strerror(errno));
	close(pair[0]);
	return -1;
    }
    setsockopt(pair[0], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(pair[1], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return 0;
}

/* Reads one attribute list, which ends with an empty name, and not a byte more. Its length, or -1. */
static int read_list(int fd, char *buf)
{
    int size = 0, start = 0, name = 1;

    while (size < LONGEST_LIST && read(fd, buf + size, 1) == 1) {
	if (buf[size++] != 0)
	    continue;
	if (name && size - start == 1)
	    return size;
	name = !name;
	start = size;
    }
    return -1;
}

static int expect_list(int fd, const char *wanted, int size)
{
    char buf[LONGEST_LIST];

    return read_list(fd, buf) == size && !memcmp(buf, wanted, size) ? 0 : failure("not the answer of a tlsproxy that is available");
}

static int pass_descriptor(int channel, int fd)
{
    union {
	struct cmsghdr header;
	char room[CMSG_SPACE(sizeof(int))];
    } control = {.room = {0}};
    struct iovec byte = {(char *) "", 1};
    struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};

    control.header.cmsg_len = CMSG_LEN(sizeof fd);
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    return sendmsg(channel, &message, 0) == 1 ? 0 : failure("pass descriptor: %s", strerror(errno));
}

/* What postscreen(8) does, to the point where the descriptor has been passed. */
static int introduce(int channel, const struct target *to, int descriptor)
{
    const char *list = to->report ? request_with_report : request;
    int size = (int) (to->report ? sizeof request_with_report : sizeof request);

    if (expect_list(channel, announcement, sizeof announcement))
	return -1;
    if (write(channel, list, size) != size)
	return failure("request: %s", strerror(errno));
    return expect_list(channel, available, sizeof available) ? -1 : pass_descriptor(channel, descriptor);
}

static int reach(const struct target *to)
{
    struct sockaddr_un addr = {.sun_family = AF_UNIX};
    struct timeval patience = {PATIENCE_SECONDS, 0};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    strncpy(addr.sun_path, to->socket_path, sizeof addr.sun_path - 1);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (fd < 0 || connect(fd, (struct sockaddr *) &addr, sizeof addr)) {
	failure("%s: %s", to->socket_path, strerror(errno));
	close(fd);
	return -1;
    }
    return fd;
}

/* OpenSSL uses a TLS 1.3 session once, so it gets a copy. */
static void offer_kept(SSL *ssl)
{
    SSL_SESSION *copy = SSL_SESSION_dup(kept);

    SSL_set_session(ssl, copy);
    SSL_SESSION_free(copy);
}

static int handshake(struct session *s, const struct target *to, int resumed)
{
    char report[LONGEST_LIST];

    s->ssl = SSL_new(to->tls);
    SSL_set_fd(s->ssl, s->remote);
    if (resumed && kept)
	offer_kept(s->ssl);
    ERR_clear_error();
    if (SSL_connect(s->ssl) != 1) {
	const char *reason = ERR_reason_error_string(ERR_peek_error());
	return failure("handshake: %s", reason ? reason : strerror(errno));
    }
    return to->report && read_list(s->local, report) < 0 ? failure("no TLS context") : 0;
}

int session_open(struct session *s, const struct target *to, int resumed)
{
    struct timeval patience = {PATIENCE_SECONDS, 0};
    int pair[2] = {-1, -1}, status;

    s->ssl = NULL;
    if ((s->local = reach(to)) < 0)
	return -1;
    if (tcp_pair(pair)) {
	close(s->local);
	return -1;
    }
    s->remote = pair[0];
    setsockopt(s->remote, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    status = introduce(s->local, to, pair[1]);
    close(pair[1]);
    if (status == 0)
	status = handshake(s, to, resumed);
    if (status)
	session_close(s);
    return status;
}

int read_fully(int fd, char *buf, int size)
{
    int got = 0, n;

    while (got < size && (n = (int) read(fd, buf + got, size - got)) > 0)
	got += n;
    return got;
}

int session_echo(struct session *s, int size)
{
    char buf[LONGEST_LIST] = {0};
    int got, n;

    if (SSL_write(s->ssl, buf, size) != size || read_fully(s->local, buf, size) != size || write(s->local, buf, size) != size)
	return failure("echo: %s", strerror(errno));
    for (got = 0; got < size; got += n)
	if ((n = SSL_read(s->ssl, buf + got, size - got)) <= 0)
	    return failure("echo: the session ended");
    return 0;
}

/* With a reset, so that ten thousand of them leave no ports in TIME_WAIT. */
void session_close(struct session *s)
{
    struct linger reset = {1, 0};

    if (s->ssl) {
	if (SSL_is_init_finished(s->ssl))
	    SSL_shutdown(s->ssl);
	SSL_free(s->ssl);
    }
    setsockopt(s->remote, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(s->local);
    close(s->remote);
}

int session_keep(SSL *ssl, SSL_SESSION *session)
{
    (void) ssl;
    session_forget();
    kept = session;
    return 1;
}

void session_forget(void)
{
    SSL_SESSION_free(kept);
    kept = NULL;
}
