package org.tlsproxy.maps;

import java.util.List;

/** What the tables say to a server name. */
public sealed interface SniResult {

    /**
     * Use these chains, and these only.
     *
     * @param pem         keys and certificates, for the caller to parse, cache and wipe
     * @param description what warnings about them call them: {@code SNI data for NAME}
     */
    record Found(byte[] pem, String description) implements SniResult { }

    /** No table has the name or a parent of it: use the default chains. */
    record NotFound() implements SniResult { }

    /** The handshake must end with internal_error. @param warnings to be logged, in this order */
    record Failed(List<String> warnings) implements SniResult { }

    NotFound NOT_FOUND = new NotFound();
}
