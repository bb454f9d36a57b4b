package org.tlsproxy.engine;

import java.util.List;
import java.util.Optional;

/**
 * Everything that a TLS server needs to know before the first byte, computed once per process from the configuration. Immutable.
 *
 * @param chains        certificates and keys
 * @param versions      TLS versions that may be negotiated, as wire values (0x0301 … 0x0304), highest first; may have holes
 * @param suites        TLS ≤ 1.2 suites, as wire values, in the server's order
 * @param tls13Suites   TLS 1.3 suites in the server's order
 * @param groups        key exchange groups, as wire values, most preferred first; includes the hybrid group when it is switched on
 * @param options       switches
 * @param clientCerts   what is asked of the client
 * @param resumption    how sessions are resumed
 */
public record ServerProfile(KeyChains chains, List<Integer> versions, List<Integer> suites, List<Integer> tls13Suites,
                            List<Integer> groups, Options options, ClientCerts clientCerts, Resumption resumption) {

    /**
     * @param preferServerOrder    tls_preempt_cipherlist
     * @param securityLevel        OpenSSL's security level, 0 or 1
     * @param renegotiationRefused 3.8 and later; ours always refuses, see DIFFERENCES
     * @param dhGroup              wire value of the FFDHE group for TLS ≤ 1.2 DHE suites, 0 for "by strength of the certificate"
     * @param sniMaps              tls_server_sni_maps is not empty: ask {@link Question.ServerName}
     * @param dhe                  what else is to be known about ephemeral Diffie-Hellman
     * @param rawKeys              show the bare public key (RFC 7250) of a chain to clients that want that
     */
    public record Options(boolean preferServerOrder, int securityLevel, boolean renegotiationRefused, int dhGroup, boolean sniMaps,
                          Dhe dhe, boolean rawKeys) {

        /** With the groups that there are without a parameter file, and certificates for all clients. */
        public Options(boolean preferServerOrder, int securityLevel, boolean renegotiationRefused, int dhGroup, boolean sniMaps) {
            this(preferServerOrder, securityLevel, renegotiationRefused, dhGroup, sniMaps, Dhe.BUILT_IN, false);
        }

        /** The same with these parameters. */
        public Options with(Dhe other) {
            return new Options(preferServerOrder, securityLevel, renegotiationRefused, dhGroup, sniMaps, other, rawKeys);
        }

        /** The same with or without raw public keys. */
        public Options withRawKeys(boolean shown) {
            return new Options(preferServerOrder, securityLevel, renegotiationRefused, dhGroup, sniMaps, dhe, shown);
        }
    }

    /**
     * Ephemeral Diffie-Hellman of TLS 1.2 and earlier.
     *
     * @param parameters from a file; empty: well-known groups
     * @param usable     false: suites that need it are left out
     */
    public record Dhe(Optional<DhParameters> parameters, boolean usable) {
        static final Dhe BUILT_IN = new Dhe(Optional.empty(), true);
    }

    /**
     * @param ask     send a CertificateRequest
     * @param caNames DER subject names to send with it, in file order
     */
    public record ClientCerts(boolean ask, List<byte[]> caNames) { }

    /**
     * @param tickets          issue and accept tickets
     * @param sessionIds       look up and store TLS 1.2 sessions by id
     * @param alwaysIssueIds   send a session id though there is no cache
     * @param lifetimeSeconds  how long a session may be resumed
     */
    public record Resumption(boolean tickets, boolean sessionIds, boolean alwaysIssueIds, int lifetimeSeconds) { }
}
