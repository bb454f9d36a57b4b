/**
 * The client of Postfix's tlsmgr(8), which all TLS programs of an instance share: random numbers, sessions that can be resumed, and the
 * keys of session tickets. {@link org.tlsproxy.tlsmgr.TlsmgrClient} asks, {@link org.tlsproxy.tlsmgr.SessionCache} and
 * {@link org.tlsproxy.tlsmgr.TicketKeyRing} make use of it, {@link org.tlsproxy.tlsmgr.StartupQuestions} asks before the loop runs.
 *
 * <p>Imports {@code loop}, {@code wire}, {@code log} and {@code posix}. Never happens here: waiting for tlsmgr while sessions are
 * served; failing because tlsmgr is away or answers nonsense (sessions are then not resumed, no more); showing OpenSSL's programs
 * anything that they would take for their own.
 */
package org.tlsproxy.tlsmgr;
