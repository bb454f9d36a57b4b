package org.tlsproxy.log;

/**
 * Where a process says what an administrator should know. The texts come from {@link Messages}; an implementation adds tag, pid,
 * severity and sanitising (a record is one line of at most 2000 bytes of text). Never blocks; never throws but for {@link #error}.
 */
public interface Logger {

    /** Severity info: no prefix. */
    void info(String text);

    /** Severity warning: something is wrong, the process goes on. */
    void warn(String text);

    /** Severity error. @throws Fatal after the thirteenth of a process, as Postfix ends one that does nothing but fail */
    void error(String text);

    /** True when the process runs with {@code -v}: the caller may then say more. */
    boolean verbose();
}
