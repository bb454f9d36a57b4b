package org.tlsproxy.log;

/** How much the STARTTLS wrapper says, as tlswrapper(1) counts it. */
public enum SmtpLevel {
    FATAL("fatal", 1),
    ERROR("error", 2),
    WARNING("warning", 2),
    INFO("info", 2),
    DEBUG("debug", 3),
    TRACING("tracing", 4);

    /** The usual level: fatal errors only. */
    public static final int USUAL = 1;
    /** Nothing is above this. */
    public static final int MOST = 4;

    private final String word;
    private final int needed;

    SmtpLevel(String word, int needed) {
        this.word = word;
        this.needed = needed;
    }

    String word() {
        return word;
    }

    int needed() {
        return needed;
    }
}
