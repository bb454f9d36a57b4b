package org.tlsproxy.wire;

/**
 * How much is logged about TLS, and which parameter said so. Both empty where a release does not send them.
 *
 * @param parameter name of the parameter, for messages
 * @param level     its value, as in main.cf
 */
public record LogSetting(String parameter, String level) {

    /** Not sent. */
    public static final LogSetting ABSENT = new LogSetting("", "");

    static LogSetting of(Fields f) {
        return new LogSetting(f.text(), f.text());
    }
}
