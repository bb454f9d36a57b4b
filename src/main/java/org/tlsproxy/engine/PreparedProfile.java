package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsUtils;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * A profile made ready for handshakes: keys loaded, lists cut down to what the cryptography can do. One per profile and worker.
 *
 * @param profile     as configured
 * @param crypto      the worker's cryptography
 * @param identities  the default chains
 * @param suites      usable suites up to TLS 1.2, server's order
 * @param tls13Suites usable TLS 1.3 suites, server's order
 * @param groups      usable groups, server's order
 */
record PreparedProfile(ServerProfile profile, WorkerCrypto crypto, ServerIdentities identities, int[] suites, int[] tls13Suites,
                       int[] groups) {

    static PreparedProfile of(ServerProfile profile, WorkerCrypto crypto) throws IOException {
        return new PreparedProfile(profile, crypto, ServerIdentities.of(profile.chains(), crypto),
            supportedSuites(profile.suites(), crypto), supportedSuites(profile.tls13Suites(), crypto),
            supportedGroups(profile.groups(), crypto));
    }

    private static int[] supportedSuites(List<Integer> wanted, WorkerCrypto crypto) {
        int[] kept = new int[wanted.size()];
        int count = 0;
        for (int suite : wanted) {
            if (TlsUtils.isSupportedCipherSuite(crypto, suite)) {
                kept[count++] = suite;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static int[] supportedGroups(List<Integer> wanted, WorkerCrypto crypto) {
        int[] kept = new int[wanted.size()];
        int count = 0;
        for (int group : wanted) {
            if (isSupported(group, crypto)) {
                kept[count++] = group;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    static boolean isSupported(int group, WorkerCrypto crypto) {
        return Groups.isHybrid(group)
            ? crypto.hasNamedGroup(NamedGroup.getHybridFirst(group)) && crypto.hasNamedGroup(NamedGroup.getHybridSecond(group))
            : crypto.hasNamedGroup(group);
    }

    ServerProfile.Options options() {
        return profile.options();
    }

    /** The versions that can be negotiated with these chains, highest first; OpenSSL leaves out TLS 1.3 when no chain can sign it. */
    ProtocolVersion[] versions(ServerIdentities chains) {
        ProtocolVersion[] kept = new ProtocolVersion[profile.versions().size()];
        int count = 0;
        for (int version : profile.versions()) {
            if (version < 0x0304 || chains.suitTls13()) {
                kept[count++] = ProtocolVersion.get(version >>> 8, version & 0xFF);
            }
        }
        return Arrays.copyOf(kept, count);
    }
}
