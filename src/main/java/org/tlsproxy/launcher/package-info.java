/**
 * The process that master(8) runs and knows: its options, its status channel, its listen sockets, and when it ends.
 *
 * <p>Imports {@code pool}, {@code loop}, {@code jail}, {@code config}, {@code log} and {@code posix}. Never happens here: TLS, keys, a byte
 * from the network.
 */
package org.tlsproxy.launcher;
