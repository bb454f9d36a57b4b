/**
 * The STARTTLS filter in front of an SMTP server that has no TLS: what the client says goes to the program line by line, what the program
 * answers goes back, and STARTTLS is ours. Greylisting, too: the question, the answer, and when to ask.
 *
 * <p>Pure: bytes and ends of streams are handed in, bytes, facts for the log and what is waited for are handed out. It pulls: input lies in
 * bounded queues until a state takes a whole line or a whole reply, so that it does not matter in what pieces input came. Never happens
 * here: sockets, clocks, log calls, TLS.
 */
package org.tlsproxy.smtp;
