package org.tlsproxy.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsUtils;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * A client's profile made ready for handshakes: keys loaded, and what is offered worked out as OpenSSL 3.0 does. One per profile and
 * worker.
 *
 * @param profile    as configured
 * @param crypto     the worker's cryptography
 * @param identities the client's own chains
 * @param offer      what goes into every ClientHello
 */
record PreparedClient(ClientProfile profile, WorkerCrypto crypto, ServerIdentities identities, Offer offer) {

    private static final int TLS13 = 0x0304;
    private static final int SCSV = CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV;

    /**
     * @param versions highest first, without holes
     * @param suites   TLS 1.3 suites first; without the renegotiation SCSV
     * @param groups   those that the versions know
     * @param schemes  signature algorithms
     */
    record Offer(ProtocolVersion[] versions, int[] suites, List<Integer> groups, Vector<SignatureAndHashAlgorithm> schemes) {

        int lowest() {
            return versions.length == 0 ? 0 : versions[versions.length - 1].getFullVersion();
        }

        int highest() {
            return versions.length == 0 ? 0 : versions[0].getFullVersion();
        }

        boolean hasSuite(int suite) {
            return ClientHelloFacts.has(suites, suite);
        }
    }

    static PreparedClient of(ClientProfile profile, WorkerCrypto crypto, ServerIdentities identities) {
        int[] versions = range(profile);
        Offer offer = new Offer(versions(versions), suites(profile, versions, crypto), groups(profile, versions, crypto),
            schemes(profile, versions));
        return new PreparedClient(profile, crypto, identities, offer);
    }

    /** OpenSSL offers the lowest range without a hole. */
    private static int[] range(ClientProfile profile) {
        int first = 0;
        for (int version : profile.versions()) {
            first = first == 0 || version < first ? version : first;
        }
        int last = first;
        while (profile.versions().contains(last + 1)) {
            last++;
        }
        return first == 0 ? new int[0] : new int[] {first, last};
    }

    private static ProtocolVersion[] versions(int[] range) {
        ProtocolVersion[] versions = new ProtocolVersion[range.length == 0 ? 0 : range[1] - range[0] + 1];
        for (int i = 0; i < versions.length; i++) {
            int version = range[1] - i;
            versions[i] = ProtocolVersion.get(version >>> 8, version & 0xFF);
        }
        return versions;
    }

    private static int[] suites(ClientProfile profile, int[] range, WorkerCrypto crypto) {
        List<Integer> wanted = new ArrayList<>();
        if (range.length > 0 && range[1] >= TLS13) {
            wanted.addAll(profile.tls13Suites());
        }
        if (range.length > 0 && range[0] < TLS13) {
            wanted.addAll(profile.suites());
        }
        int[] kept = new int[wanted.size()];
        int count = 0;
        for (int suite : wanted) {
            if (suite != SCSV && TlsUtils.isSupportedCipherSuite(crypto, suite) && fits(suite, range[1])
                && (profile.securityLevel() == 0 || Suites.isStrong(suite))) {
                kept[count++] = suite;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static boolean fits(int suite, int highest) {
        return TlsUtils.getMinimumVersion(suite).getFullVersion() <= highest;
    }

    private static List<Integer> groups(ClientProfile profile, int[] range, WorkerCrypto crypto) {
        List<Integer> kept = new ArrayList<>();
        for (int group : profile.groups()) {
            if (range.length > 0 && PreparedProfile.isSupported(group, crypto) && (Groups.isTls13(group) && range[1] >= TLS13
                || Groups.isTls12(group) && range[0] < TLS13)) {
                kept.add(group);
            }
        }
        return List.copyOf(kept);
    }

    private static Vector<SignatureAndHashAlgorithm> schemes(ClientProfile profile, int[] range) {
        boolean only13 = range.length > 0 && range[0] >= TLS13;
        Vector<SignatureAndHashAlgorithm> schemes = new Vector<>(Scheme.ALL.size());
        for (Scheme scheme : Scheme.ALL) {
            if (scheme.allowedAt(profile.securityLevel()) && !(only13 && scheme.isOutdated())) {
                schemes.add(scheme.algorithm());
            }
        }
        return schemes;
    }

    /** The group of the one key share that is sent: OpenSSL guesses that the server takes its first. Empty without TLS 1.3. */
    Vector<Integer> firstShare() {
        Vector<Integer> first = new Vector<>(1);
        for (int group : offer.groups()) {
            if (first.isEmpty() && Groups.isTls13(group)) {
                first.add(group);
            }
        }
        return first;
    }

    /** True if a server could choose a group of its own for ephemeral DH (TLS 1.2 and earlier). */
    boolean offersDhe() {
        for (int suite : offer.suites()) {
            if (Suites.isDhe(suite)) {
                return true;
            }
        }
        return false;
    }

    /** The finite field groups of RFC 7919. */
    static final List<Integer> FINITE_FIELDS = List.of(NamedGroup.ffdhe2048, NamedGroup.ffdhe3072, NamedGroup.ffdhe4096,
        NamedGroup.ffdhe6144, NamedGroup.ffdhe8192);
}
