/**
 * Lookup tables, as {@code tls_server_sni_maps} names them: a name goes in, the PEM text of keys and certificates comes out.
 *
 * <p>Tables of files are opened as root, before the jail, and read with plain system calls in it; {@code proxy:} tables are asked over
 * proxymap's socket. Berkeley DB, LMDB and cdb files are read by our own read-only parsers: a worker must not end because a file was
 * damaged, and the libraries map, lock and abort as they like.
 *
 * <p>May import {@code posix}, {@code loop}, {@code wire} and {@code log}. Never happens here: waiting in the loop (a locked file is
 * tried again by a timer), writing to a table, parsing of PEM, decisions about a handshake.
 */
package org.tlsproxy.maps;
