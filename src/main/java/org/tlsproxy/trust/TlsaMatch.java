package org.tlsproxy.trust;

/**
 * Why a server is believed.
 *
 * @param kind   what matched
 * @param depth  of the certificate that matched or, for a key, of the one that is signed with it
 * @param record the one that matched
 */
public record TlsaMatch(Kind kind, int depth, TlsaRecord record) {

    /** What a record can be true of. */
    public enum Kind { END_ENTITY, ANCHOR, ANCHOR_KEY, RAW_KEY }
}
