package org.tlsproxy.trust;

/** Something that is wrong with a key or a certificate, as the log shall tell it; severity warning. */
public sealed interface Problem {

    /** Postfix's own words, complete. */
    record Warning(String text) implements Problem { }

    /**
     * The reason that OpenSSL gives for the warning before it.
     *
     * @param code   OpenSSL 3.0's error code
     * @param reason its phrase
     * @param data   extra text, or empty
     */
    record Library(int code, String reason, String data) implements Problem {

        Library(int code, String reason) {
            this(code, reason, "");
        }
    }
}
