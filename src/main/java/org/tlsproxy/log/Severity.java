package org.tlsproxy.log;

/** How bad a record is: its word in the log and its syslog priority, as Postfix maps them. */
enum Severity {
    INFO("", 6),
    WARNING("warning: ", 4),
    ERROR("error: ", 3),
    FATAL("fatal: ", 2),
    PANIC("panic: ", 2);

    private final String prefix;
    private final int priority;

    Severity(String prefix, int priority) {
        this.prefix = prefix;
        this.priority = priority;
    }

    /** The word before the text, with its colon and blank; empty for info. */
    String prefix() {
        return prefix;
    }

    /** syslog(3) level, 0..7. */
    int priority() {
        return priority;
    }
}
