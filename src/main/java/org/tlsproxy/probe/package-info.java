/**
 * Main of tlsproxy-probe: asks a tlsproxy service, as its clients do, whether a TLS role is to be had, for monitoring and after changes.
 *
 * <p>Imports {@code wire} and {@code posix}. Unlike everything else here it may wait: nobody depends on it. Never happens here: TLS, keys,
 * descriptors that are passed on.
 */
package org.tlsproxy.probe;
