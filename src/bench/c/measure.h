/* What a service's processes cost, and how long things took; and the sessions that make them work. */
#ifndef MEASURE_H
#define MEASURE_H

#include <openssl/ssl.h>
#include <stdatomic.h>

#include "proc.h"

/* Processor time and memory of all processes of a service, those that have ended included in the former. */
struct cost {
    double cpu_seconds;
    long pss_kb;		/* proportional: a page that n processes share counts 1/n in each */
    int processes;
};

/* Looks into /proc. master: their parent, whose account of ended children counts too; may be 0. */
struct cost cost_of(const char *service, int master, int with_memory);

/* Durations, from any thread; room for a million. */
void note_duration(double secs);
void forget_durations(void);

/* The p-th part of them in microseconds; sorts. */
double duration_us(double p);

/* Where sessions go and how they are. */
struct target {
    const char *socket_path;
    SSL_CTX *tls;
    int report;			/* ask for the TLS context, as smtp(8) does */
};

/* One session: the socket of Postfix's client, and the remote peer with its TLS. */
struct session {
    int local;
    int remote;
    SSL *ssl;
};

/* Opens a session up to the end of its handshake. resumed: by the calling thread's last one. 0, or -1 after failure(). */
int session_open(struct session *s, const struct target *to, int resumed);

/* Sends bytes from the remote peer to Postfix's client and back. 0, or -1 after failure(). */
int session_echo(struct session *s, int size);

void session_close(struct session *s);

/* Drops the calling thread's session for resumption. */
void session_forget(void);

/* For SSL_CTX_sess_set_new_cb. */
int session_keep(SSL *ssl, SSL_SESSION *session);

/* Reads until that much came or the stream ends. */
int read_fully(int fd, char *buf, int size);

/* Notes the first failure; always -1. */
int failure(const char *fmt,...) __attribute__((format(printf, 1, 2)));

/* The first one, or "". */
const char *first_failure(void);

#endif
