package org.tlsproxy.engine;

import java.util.List;

/**
 * What the connections of a TLS client have in common, computed from configuration and request. Immutable; equal profiles behave
 * alike.
 *
 * @param chains        certificates and keys to show when the server asks for one
 * @param versions      TLS versions that may be negotiated, as wire values (0x0301 … 0x0304), highest first; may have holes
 * @param suites        TLS ≤ 1.2 suites, as wire values, in the order in which they are offered
 * @param tls13Suites   TLS 1.3 suites, likewise
 * @param groups        key exchange groups, as wire values, most preferred first
 * @param securityLevel OpenSSL's security level, 0 or 1
 * @param tickets       ask for session tickets (TLS 1.2 and earlier; those of TLS 1.3 come unasked and are always taken, as in OpenSSL)
 * @param legacyServers take servers that lack secure renegotiation (RFC 5746), as with OpenSSL's option LEGACY_SERVER_CONNECT
 * @param ownRawKeys    offer to show the bare public key (RFC 7250) of what is in {@code chains} to servers that prefer it
 */
public record ClientProfile(KeyChains chains, List<Integer> versions, List<Integer> suites, List<Integer> tls13Suites,
                            List<Integer> groups, int securityLevel, boolean tickets, boolean legacyServers,
                            boolean ownRawKeys) {

    /** A profile that refuses servers without secure renegotiation, and shows certificates only. */
    public ClientProfile(KeyChains chains, List<Integer> versions, List<Integer> suites, List<Integer> tls13Suites,
                         List<Integer> groups, int securityLevel, boolean tickets) {
        this(chains, versions, suites, tls13Suites, groups, securityLevel, tickets, false, false);
    }

    /** The lists differ where anything does. Written out because a record's own takes a worker 20 ms of its start to make. */
    @Override
    public int hashCode() {
        return (versions.hashCode() * 31 + suites.hashCode()) * 31 + tls13Suites.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof ClientProfile that && chains.equals(that.chains) && versions.equals(that.versions)
            && suites.equals(that.suites) && tls13Suites.equals(that.tls13Suites) && groups.equals(that.groups)
            && securityLevel == that.securityLevel && tickets == that.tickets && legacyServers == that.legacyServers
            && ownRawKeys == that.ownRawKeys;
    }
}
