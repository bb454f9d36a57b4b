/**
 * What Postfix programs say to each other on tlsproxy's, tlsmgr's and proxymap's sockets, as values.
 *
 * <p>An attribute list is {@code name NUL value NUL … NUL}. Each message has one class with its table of attributes
 * ({@link org.tlsproxy.wire.Layout}), read and written from that same table; what differs between Postfix releases is a
 * {@link org.tlsproxy.wire.Trait}, and a {@link org.tlsproxy.wire.Generation} knows which traits a release has.
 *
 * <p>Imports no other room and no library. Never sees a socket, a clock or a logger: bytes are handed in, values and the
 * texts of warnings are handed out. Never throws on input. Text is UTF-8; bytes that are not become U+FFFD.
 */
package org.tlsproxy.wire;
