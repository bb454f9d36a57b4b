package org.tlsproxy.wire;

/**
 * How much of the session Postfix would write to a trace, and of whom. Since 3.12; carried, not acted upon.
 *
 * @param sizeLimit bytes, {@link Integer#MAX_VALUE} for no limit
 * @param peer      name or address
 */
public record Trace(int sizeLimit, String peer) {

    /** Not sent. */
    public static final Trace ABSENT = new Trace(0, "");

    static Trace of(Fields f) {
        return new Trace(f.number(), f.text());
    }
}
