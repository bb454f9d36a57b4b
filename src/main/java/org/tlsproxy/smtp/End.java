package org.tlsproxy.smtp;

/** Why a session ended. */
public enum End {
    /** The program answered QUIT. */
    QUIT,
    /** The client went without QUIT. */
    CLIENT_GONE,
    /** The program went before it answered QUIT. */
    PROGRAM_GONE,
    /** Something was longer than it may be. */
    LIMIT,
    /** The greylisting server could not be asked, and that is not to be overlooked. */
    POLICY
}
