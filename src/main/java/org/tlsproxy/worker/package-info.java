/**
 * The process that proxies: loads keys, goes into its jail, serves sessions.
 *
 * <p>Imports everything but the other mains; the Bouncy Castle engine is made here and known to the rest of the room by its port. Never
 * happens here: decisions about a session (room {@code session}) or about TLS (rooms {@code policy} and {@code engine}).
 */
package org.tlsproxy.worker;
