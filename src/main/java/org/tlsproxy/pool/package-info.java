/**
 * Workers as seen by a launcher, and the control protocol and the ledger between the two (both ends).
 *
 * <p>Imports {@code posix}, {@code loop}, {@code jail} and {@code log}. A worker may be taken over by whoever broke into it: its messages,
 * and the numbers in its ledger, can make a launcher log, place and replace, and nothing else. Never happens here: master's protocol,
 * configuration, TLS, bytes from the network.
 */
package org.tlsproxy.pool;
