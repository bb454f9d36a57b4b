package org.tlsproxy.wire;

/**
 * Something that not every Postfix release says or does on these sockets: the table of generations. Boundaries were found by
 * comparing every release from 3.4.0 to 3.11.6 and the 3.12 snapshots; snapshots before a release count as that release
 * where no date is known.
 */
public enum Trait {
    /** What every release since 3.4 has. */
    ALWAYS(new Span(Release.OLDEST, Release.NONE)),
    /** The server speaks first and says its protocol's name. */
    ANNOUNCEMENT(new Span(Release.of(3, 6), Release.NONE)),
    /** tls_config_file and tls_config_name, which came to all maintained releases by patch levels. */
    CONFIG_FILE(new Span(Release.of(3, 5, 20), Release.of(3, 6)), new Span(Release.of(3, 6, 10), Release.of(3, 7)),
            new Span(Release.of(3, 7, 6), Release.of(3, 8)), new Span(Release.of(3, 8, 1), Release.NONE)),
    /** tls_low_cipherlist and tls_export_cipherlist. */
    WEAK_CIPHERLISTS(new Span(Release.OLDEST, Release.of(3, 8))),
    /** tls_ffdhe_auto_groups. */
    FFDHE_GROUPS(new Span(Release.of(3, 8), Release.NONE)),
    /** tls_legacy_public_key_fingerprints. */
    LEGACY_FINGERPRINTS(new Span(Release.OLDEST, Release.of(3, 11))),
    /** tls_fast_shutdown_enable. */
    FAST_SHUTDOWN(new Span(Release.of(3, 12), Release.NONE)),
    /** DANE as TLSA records; before, as lists of digests, certificates and keys. */
    TLSA_RECORDS(new Span(Release.of(3, 6), Release.NONE)),
    /** The level that was reached is part of the context report. */
    REPORTED_LEVEL(new Span(Release.of(3, 6), Release.NONE)),
    /** RFC 7250 raw public keys. */
    RAW_PUBLIC_KEYS(new Span(Release.of(3, 9), Release.NONE)),
    /** The TLSRPT group: since 3.10, in builds with libtlsrpt only, so no release is known to have it. */
    TLSRPT_BUILD(),
    /** forced_failure_type in a request, rpt_reported in a report. */
    FAILURE_REPORTS(new Span(Release.of(3, 10), Release.NONE)),
    /** proxymap lookups carry the flags that the last reply gave beside those of the table. */
    TABLE_INSTANCE_FLAGS(new Span(Release.of(3, 11), Release.NONE)),
    /** The name of the log level parameter is left out when init settings are compared. */
    LOG_PARAMETER_IGNORED(new Span(Release.of(3, 12), Release.NONE)),
    /** Requests for the server role carry settings too. */
    SERVER_SETTINGS(new Span(Release.snapshot(3, 12, 20260410), Release.NONE)),
    /** A log level for each session. */
    SESSION_LOG_LEVEL(new Span(Release.snapshot(3, 12, 20260429), Release.NONE)),
    /** trace_size_limit and trace_peer. */
    TRACE(new Span(Release.snapshot(3, 12, 20260514), Release.NONE));

    /** From one release to before another. */
    private record Span(long since, long before) { }

    private final Span[] spans;

    Trait(Span... spans) {
        this.spans = spans;
    }

    boolean holdsFor(long release) {
        for (Span span : spans) {
            if (span.since() <= release && release < span.before()) {
                return true;
            }
        }
        return false;
    }

    long bit() {
        return 1L << ordinal();
    }
}
