package org.tlsproxy.engine;

import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsUtils;

/**
 * What a server picks from a client's offer, by the rules of OpenSSL 3.0 (whose order of preference decides which certificate a
 * client gets to see). Computes only; {@link ServerPeer} carries it out.
 */
final class ServerChoice {

    private static final int SSL3 = 0x0300;
    private static final int TLS12 = 0x0303;
    private static final int TLS13 = 0x0304;

    private final PreparedProfile prepared;
    private final ServerIdentities identities;
    private final ClientHelloFacts hello;
    private final ProtocolVersion[] enabled;
    private final ProtocolVersion version;
    private final SharedSchemes schemes;

    ServerChoice(PreparedProfile prepared, ServerIdentities identities, ClientHelloFacts hello) throws Refusal {
        this.prepared = prepared;
        this.identities = identities;
        this.hello = hello;
        this.enabled = prepared.versions(identities);
        this.version = chooseVersion();
        this.schemes = SharedSchemes.of(hello.signatureAlgorithms(), prepared.options());
    }

    /**
     * A suite and what signs in it.
     *
     * @param group  of the key exchange, 0 for none; of a finite field group that the client did not list only the size counts
     * @param scheme empty below TLS 1.2
     */
    record Suite(int suite, int group, Optional<ServerIdentity> identity, Optional<Scheme> scheme) { }

    /** Who signs a TLS 1.3 handshake, and how. */
    record Signer(ServerIdentity identity, Scheme scheme) { }

    ProtocolVersion version() {
        return version;
    }

    /**
     * Versions from which RFC 8446's downgrade marker follows: the library sends it whenever the chosen one is not the highest. Below
     * TLS 1.2 it means "we could have done 1.2", and a client that can would abort.
     */
    ProtocolVersion[] markedVersions() {
        boolean marked = version.getFullVersion() >= TLS12 || ProtocolVersion.contains(enabled, ProtocolVersion.TLSv12);
        return marked ? enabled : version.only();
    }

    boolean isTls13() {
        return version.getFullVersion() == TLS13;
    }

    ClientHelloFacts hello() {
        return hello;
    }

    /** True if the suite (up to TLS 1.2) is one that this server uses. */
    boolean isEnabled(int suite) {
        return ClientHelloFacts.has(prepared.suites(), suite);
    }

    private ProtocolVersion chooseVersion() throws Refusal {
        if (hello.versions().length > 0 && hello.legacyVersion() <= SSL3) {
            throw refusedVersion(Failures.BAD_LEGACY_VERSION);
        }
        for (ProtocolVersion candidate : enabled) {
            if (offered(candidate.getFullVersion())) {
                if (candidate != enabled[0] && ClientHelloFacts.has(hello.suites(), ClientHelloFacts.FALLBACK_SCSV)) {
                    throw Refusal.with(AlertDescription.inappropriate_fallback, Failures.INAPPROPRIATE_FALLBACK);
                }
                return candidate;
            }
        }
        if (enabled.length == 0) {
            throw Refusal.with(AlertDescription.protocol_version, Failures.NO_PROTOCOLS_AVAILABLE);
        }
        throw hello.versions().length == 0 && hello.legacyVersion() < 0x0301
            ? refusedVersion(Failures.VERSION_TOO_LOW) : refusedVersion(Failures.UNSUPPORTED_PROTOCOL);
    }

    /** SSL 3.0, which OpenSSL takes its word for, has no alert for wrong versions. */
    private Refusal refusedVersion(TlsFailure failure) {
        boolean ssl3 = hello.legacyVersion() == SSL3;
        return Refusal.with(ssl3 ? AlertDescription.handshake_failure : AlertDescription.protocol_version, failure);
    }

    private boolean offered(int candidate) {
        return hello.versions().length > 0
            ? ClientHelloFacts.has(hello.versions(), candidate)
            : candidate <= Math.min(hello.legacyVersion(), TLS12);
    }

    // ---- TLS 1.3

    /** Refuses what can be refused before the library has seen the ClientHello. */
    void check13() throws Refusal {
        tls13Suite();
        tls13Group();
        if (!hello.features().preSharedKey()) {
            tls13Signer();
        }
    }

    /** The first suite that both have, in the client's order unless the server's is to be preferred. */
    int tls13Suite() throws Refusal {
        boolean local = prepared.options().preferServerOrder();
        int[] first = local ? prepared.tls13Suites() : hello.suites();
        int[] second = local ? hello.suites() : prepared.tls13Suites();
        for (int suite : first) {
            if (ClientHelloFacts.has(second, suite)) {
                return suite;
            }
        }
        throw Refusal.with(AlertDescription.handshake_failure, Failures.NO_SHARED_CIPHER);
    }

    /**
     * The group of the client's first usable key share, the hybrid group before all others; without one the server's first group
     * that the client knows, for a HelloRetryRequest. The hybrid group is never asked for: its share is 1.2 kB.
     */
    int tls13Group() throws Refusal {
        if (hello.groups().length == 0) {
            throw Refusal.with(AlertDescription.missing_extension, Failures.MISSING_GROUPS);
        }
        if (!hello.features().keyShare()) {
            throw Refusal.with(AlertDescription.missing_extension, Failures.NO_SUITABLE_KEY_SHARE);
        }
        int shared = -1;
        for (int group : hello.keyShares()) {
            if (!ClientHelloFacts.has(hello.groups(), group)) {
                throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_KEY_SHARE);
            }
            boolean usable = ClientHelloFacts.has(prepared.groups(), group);
            if (usable && (shared < 0 || Groups.isHybrid(group) && !Groups.isHybrid(shared))) {
                shared = group;
            }
        }
        return shared >= 0 ? shared : retryGroup();
    }

    private int retryGroup() throws Refusal {
        for (int group : prepared.groups()) {
            if (!Groups.isHybrid(group) && ClientHelloFacts.has(hello.groups(), group)) {
                return group;
            }
        }
        throw Refusal.with(AlertDescription.handshake_failure, Failures.NO_SUITABLE_KEY_SHARE);
    }

    /** The first signature scheme, in order of preference, that a chain of ours can sign by. */
    Signer tls13Signer() throws Refusal {
        requireSharedSchemes();
        for (Scheme scheme : schemes.all()) {
            Optional<ServerIdentity> identity = identities.in(scheme.key());
            if (scheme.tls13() && identity.isPresent() && fits13(scheme, identity.get().facts())) {
                return new Signer(identity.get(), scheme);
            }
        }
        throw Refusal.with(AlertDescription.handshake_failure, Failures.NO_SUITABLE_SIGNATURE_ALGORITHM);
    }

    private static boolean fits13(Scheme scheme, PublicKeyFacts key) {
        return (scheme.curve() == 0 || scheme.curve() == key.curve()) && scheme.fitsModulus(key.bits());
    }

    // ---- TLS 1.2 and earlier

    /** The first suite that both have and for which there are a certificate, a group and a signature scheme. */
    Suite suite() throws Refusal {
        if (hello.signatureAlgorithms().length > 0 && isTls12()) {
            requireSharedSchemes();
        }
        boolean local = prepared.options().preferServerOrder();
        int[] first = local ? prepared.suites() : hello.suites();
        int[] second = local ? hello.suites() : prepared.suites();
        for (int suite : first) {
            if (ClientHelloFacts.has(second, suite) && TlsUtils.isValidVersionForCipherSuite(suite, version)) {
                Optional<Suite> usable = usable(suite);
                if (usable.isPresent()) {
                    return permitted(usable.get());
                }
            }
        }
        throw Refusal.with(AlertDescription.handshake_failure, Failures.NO_SHARED_CIPHER);
    }

    /** Before TLS 1.2 signatures are made with SHA-1, which security level 1 forbids; OpenSSL finds out only here. */
    private Suite permitted(Suite chosen) throws Refusal {
        if (isStrict() && version.getFullVersion() < TLS12) {
            throw Refusal.with(AlertDescription.internal_error, Failures.NO_SUITABLE_SIGNATURE_ALGORITHM);
        }
        return chosen;
    }

    private boolean isStrict() {
        return prepared.options().securityLevel() > 0;
    }

    private Optional<Suite> usable(int suite) {
        int exchange = TlsUtils.getKeyExchangeAlgorithm(suite);
        if (isStrict() && (KeyExchangeAlgorithm.isAnonymous(exchange) || Suites.cipher(suite).usedBits() == 0)) {
            return Optional.empty();
        }
        return withKeys(suite, exchange);
    }

    private Optional<Suite> withKeys(int suite, int exchange) {
        switch (exchange) {
            case KeyExchangeAlgorithm.RSA:
                return identities.in(KeyChain.Algorithm.RSA).filter(this::isUsable)
                    .map(rsa -> new Suite(suite, 0, Optional.of(rsa), Optional.empty()));
            case KeyExchangeAlgorithm.ECDHE_RSA:
                return withCurve(suite, signing(KeyChain.Algorithm.RSA, KeyChain.Algorithm.RSA_PSS));
            case KeyExchangeAlgorithm.ECDHE_ECDSA:
                return withCurve(suite, signing(KeyChain.Algorithm.EC, KeyChain.Algorithm.ED25519, KeyChain.Algorithm.ED448));
            case KeyExchangeAlgorithm.ECDH_anon:
                return withCurve(suite, Optional.of(new Suite(suite, 0, Optional.empty(), Optional.empty())));
            case KeyExchangeAlgorithm.DHE_RSA:
                return withFiniteField(suite, signing(KeyChain.Algorithm.RSA, KeyChain.Algorithm.RSA_PSS));
            case KeyExchangeAlgorithm.DHE_DSS:
                return withFiniteField(suite, signing(KeyChain.Algorithm.DSA));
            case KeyExchangeAlgorithm.DH_anon:
                return withFiniteField(suite, Optional.of(new Suite(suite, 0, Optional.empty(), Optional.empty())));
            default:
                return Optional.empty();
        }
    }

    private Optional<Suite> withCurve(int suite, Optional<Suite> signer) {
        int group = sharedCurve();
        return group < 0 ? Optional.empty() : signer.map(s -> new Suite(suite, group, s.identity(), s.scheme()));
    }

    private Optional<Suite> withFiniteField(int suite, Optional<Suite> signer) {
        if (!prepared.options().dhe().usable()) {
            return Optional.empty();
        }
        return signer.map(s -> new Suite(suite, finiteField(suite, s.identity()), s.identity(), s.scheme()));
    }

    /** In the client's order unless the server's is to be preferred; a client without the extension gets none, as in OpenSSL. */
    private int sharedCurve() {
        boolean local = prepared.options().preferServerOrder();
        int[] first = local ? prepared.groups() : hello.groups();
        int[] second = local ? hello.groups() : prepared.groups();
        for (int group : first) {
            if (Groups.isCurve(group) && ClientHelloFacts.has(second, group)) {
                return group;
            }
        }
        return -1;
    }

    /** The first group that the client lists (RFC 7919) and that is large enough, else just the size. */
    private int finiteField(int suite, Optional<ServerIdentity> identity) {
        int enough = prepared.options().dhGroup() != 0 ? prepared.options().dhGroup() : byStrength(suite, identity);
        for (int group : hello.groups()) {
            if (Groups.finiteFieldBits(group) >= Groups.finiteFieldBits(enough)) {
                return group;
            }
        }
        return enough;
    }

    private static int byStrength(int suite, Optional<ServerIdentity> identity) {
        boolean strong = Suites.cipher(suite).usedBits() == 256;
        int bits = identity.isPresent() ? identity.get().facts().securityBits() : strong ? 128 : 112;
        return Groups.finiteField(bits);
    }

    /** Who of these slots signs, and by which scheme: the first scheme in order of preference decides. */
    private Optional<Suite> signing(KeyChain.Algorithm... slots) {
        if (!isTls12() || hello.signatureAlgorithms().length == 0) {
            return identities.in(slots[0]).filter(this::isUsable)
                .map(identity -> new Suite(0, 0, Optional.of(identity), defaultScheme(slots[0])));
        }
        for (Scheme scheme : schemes.all()) {
            Optional<ServerIdentity> identity = identities.in(scheme.key());
            if (isOneOf(scheme.key(), slots) && identity.isPresent() && isUsable(identity.get())
                && scheme.fitsModulus(identity.get().facts().bits())) {
                return Optional.of(new Suite(0, 0, identity, Optional.of(scheme)));
            }
        }
        return Optional.empty();
    }

    /** RFC 5246 7.4.1.4.1: without the extension a TLS 1.2 client is taken to know SHA-1; earlier versions have no choice. */
    private Optional<Scheme> defaultScheme(KeyChain.Algorithm slot) {
        if (!isTls12()) {
            return Optional.empty();
        }
        for (Scheme scheme : Scheme.ALL) {
            if (scheme.key() == slot && "SHA1".equals(scheme.digest())) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    /** RFC 8422 5.1: an EC certificate must be on a curve that the client listed. */
    private boolean isUsable(ServerIdentity identity) {
        boolean listed = hello.groups().length == 0 || ClientHelloFacts.has(hello.groups(), identity.facts().curve());
        return (identity.slot() != KeyChain.Algorithm.EC || listed) && hasSharedScheme(identity.slot());
    }

    private boolean hasSharedScheme(KeyChain.Algorithm slot) {
        if (!isTls12() || hello.signatureAlgorithms().length == 0) {
            return true;
        }
        return schemes.haveOneFor(slot);
    }

    private void requireSharedSchemes() throws Refusal {
        if (isTls13() && hello.signatureAlgorithms().length == 0) {
            throw Refusal.with(AlertDescription.missing_extension, Failures.MISSING_SIGALGS);
        }
        if (schemes.all().isEmpty()) {
            throw Refusal.with(AlertDescription.handshake_failure, Failures.NO_SHARED_SIGNATURE_ALGORITHMS);
        }
    }

    private boolean isTls12() {
        return version.getFullVersion() == TLS12;
    }

    private static boolean isOneOf(KeyChain.Algorithm slot, KeyChain.Algorithm... slots) {
        for (KeyChain.Algorithm one : slots) {
            if (one == slot) {
                return true;
            }
        }
        return false;
    }
}
