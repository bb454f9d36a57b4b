/**
 * The jail of a worker: what is given up, in which order, and the proof from outside that every thread gave it up.
 *
 * <p>Imports {@code posix}. Never happens here: a decision about what the administrator wants; that is handed in as a
 * {@link org.tlsproxy.jail.JailPlan}.
 */
package org.tlsproxy.jail;
