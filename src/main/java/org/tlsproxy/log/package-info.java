/**
 * What the administrator reads: the catalogue of messages and the two ways a record leaves the process, syslog and postlogd.
 *
 * <p>May import {@code posix} and the JDK. Never happens here: waiting for a reader, opening of files, deciding whether something
 * is worth a line (callers decide), colouring Postfix's texts with facts of our own (those have lines of their own, in
 * {@link org.tlsproxy.log.OwnMessages}).
 */
package org.tlsproxy.log;
