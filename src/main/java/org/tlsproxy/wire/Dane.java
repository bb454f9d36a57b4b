package org.tlsproxy.wire;

import java.util.List;

/** What the remote server must show to be believed: TLSA records, configured fingerprints or trust anchors. */
public sealed interface Dane {

    /** Nothing was sent. */
    record None() implements Dane { }

    /**
     * From 3.6 on.
     *
     * @param domain  TLSA base domain, may be empty
     * @param records order has no meaning
     */
    record Records(String domain, List<Tlsa> records) implements Dane { }

    /**
     * One TLSA record, RFC 6698; matching type 255: digest with the algorithm that the request names.
     *
     * @param data the association data; not to be changed
     */
    record Tlsa(int usage, int selector, int matchingType, byte[] data) { }

    /**
     * In 3.4 and 3.5: DNS and configuration, already condensed.
     *
     * @param trustAnchors digests of trust anchors
     * @param endEntities  digests of the server's own certificate or key
     * @param certificates DER
     * @param publicKeys   DER SubjectPublicKeyInfo
     * @param lookup       what DNS said
     */
    record Digests(List<DigestSet> trustAnchors, List<DigestSet> endEntities, List<byte[]> certificates, List<byte[]> publicKeys,
                   Lookup lookup) implements Dane { }

    /** Digests by one algorithm, hexadecimal with colons, as configured. */
    record DigestSet(String algorithm, List<String> certificates, List<String> publicKeys) { }

    /**
     * @param domain TLSA base domain
     * @param flags  1 no TLSA records, 2 nothing usable, 4 lookup error
     * @param expiry seconds since 1970
     */
    record Lookup(String domain, int flags, long expiry) { }
}
