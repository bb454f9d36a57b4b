/**
 * The only door to native code: descriptors, sockets, descriptor passing, epoll, credentials, processes, limits, and a generic native
 * library for the rooms that call one (libcrypto, lookup tables).
 *
 * <p>Imports nothing of ours. Hot calls and those that must work in a jail go over jffi ({@link org.tlsproxy.posix.NativeLibrary}),
 * which needs no generated classes; signals to other processes go over jnr-posix, in launchers only. Never happens here: anything about
 * TLS, Postfix or policy.
 */
package org.tlsproxy.posix;
