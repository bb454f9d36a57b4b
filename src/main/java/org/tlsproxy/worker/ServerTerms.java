package org.tlsproxy.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.ClientMessages;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.log.Logger;
import org.tlsproxy.policy.MatchNames;
import org.tlsproxy.trust.DomainName;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.PeerNames;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.TlsaDigests;
import org.tlsproxy.trust.TlsaMatch;
import org.tlsproxy.trust.TlsaRecord;
import org.tlsproxy.trust.TlsaSet;
import org.tlsproxy.trust.Verdict;
import org.tlsproxy.trust.VerifyError;
import org.tlsproxy.wire.ClientStart;
import org.tlsproxy.wire.ContextReport;
import org.tlsproxy.wire.Dane;

/**
 * By what one server is judged. Up to Postfix 3.5 names are looked for beside verification, and not as a part of it.
 *
 * @param level   TLS level, as requests number it; a DANE level without usable records has become "encrypt"
 * @param forced  nothing that the server could show would do
 * @param records TLSA records, fingerprints or anchors; empty: the authorities of CAfile and CApath count
 * @param names   one of which the server must have
 * @param old     by the rules of Postfix 3.4 and 3.5
 */
record ServerTerms(int level, boolean forced, Optional<TlsaSet> records, Optional<PeerNames> names, boolean old) {

    ServerTerms(int level, boolean forced, Optional<TlsaSet> records, Optional<PeerNames> names) {
        this(level, forced, records, names, false);
    }

    /**
     * How names and records are read.
     *
     * @param transitional enable_idna2003_compatibility
     * @param wildcards    OPENSSL from Postfix 3.6 on
     * @param digests      those that TLSA records may use
     */
    record Rules(boolean transitional, PeerNames.Wildcards wildcards, TlsaDigests digests) { }

    static final int ENCRYPT = 2;
    static final int FINGERPRINT = 3;
    static final int HALF_DANE = 4;
    static final int DANE = 5;
    static final int DANE_ONLY = 6;
    static final int VERIFY = 7;

    /** True from "fingerprint" on: a server that is not believed is of no use to the client. */
    boolean mustMatch() {
        return level >= FINGERPRINT;
    }

    /** True if these are the levels that act on TLSA records. */
    static boolean isDane(int level) {
        return level >= HALF_DANE && level <= DANE_ONLY;
    }

    /** Decides, and says in the log what of the request is of no use. @param peer as the log names the server */
    static ServerTerms of(ClientStart start, Rules rules, String peer, Logger log) {
        int level = start.security().level();
        boolean forced = !start.failure().forcedType().isEmpty();
        Optional<PeerNames> names = Optional.empty();
        if (level >= HALF_DANE) {
            names = names(start, rules, peer, log);
            forced |= names.isEmpty() && rules.wildcards == PeerNames.Wildcards.OPENSSL;
        }
        if (rules.wildcards != PeerNames.Wildcards.OPENSSL) {
            Optional<TlsaSet> records = level >= FINGERPRINT && start.match().dane() instanceof Dane.Digests digests
                ? OldDane.records(digests) : Optional.empty();
            return new ServerTerms(level, forced || level == FINGERPRINT && records.isEmpty(), records, names, true);
        }
        boolean sent = level >= FINGERPRINT && start.match().dane() instanceof Dane.Records;
        if (!sent) {
            return new ServerTerms(level, forced || level == FINGERPRINT, Optional.empty(), names);
        }
        List<TlsaRecord> records = records((Dane.Records) start.match().dane());
        TlsaSet set = TlsaSet.of(records, rules.digests(), record -> log.warn(ClientMessages.unusableRecord(peer, words(record))));
        if (!set.isEmpty() || records.isEmpty()) {
            boolean none = records.isEmpty();
            return new ServerTerms(level, forced || none && level == FINGERPRINT, none ? Optional.empty() : Optional.of(set), names);
        }
        return useless(level, peer, log);
    }

    private static ServerTerms useless(int level, String peer, Logger log) {
        if (level == HALF_DANE || level == DANE) {
            log.warn(ClientMessages.fallbackToUnauthenticated(peer));
            return new ServerTerms(ENCRYPT, false, Optional.empty(), Optional.empty());
        }
        log.warn(level == FINGERPRINT ? ClientMessages.allFingerprintsUnusable(peer)
            : level == DANE_ONLY ? ClientMessages.allRecordsUnusable(peer) : ClientMessages.allAnchorsUnusable(peer));
        return new ServerTerms(level, true, Optional.empty(), Optional.empty());
    }

    private static List<TlsaRecord> records(Dane.Records dane) {
        List<TlsaRecord> records = new ArrayList<>();
        for (Dane.Tlsa each : dane.records()) {
            records.add(0, new TlsaRecord(each.usage(), each.selector(), each.matchingType(), each.data()));     // warned of as C does
        }
        return records;
    }

    static ClientMessages.Tlsa words(TlsaRecord record) {
        return new ClientMessages.Tlsa(record.usage(), record.selector(), record.matchingType(), record.data());
    }

    private static Optional<PeerNames> names(ClientStart start, Rules rules, String peer, Logger log) {
        MatchNames wanted = MatchNames.of(start.match().patterns(),
            new MatchNames.Destination(start.peer().nextHop(), start.peer().host()), name -> ascii(name, rules.transitional));
        for (int i = 0; i < wanted.useless(); i++) {
            log.warn(ClientMessages.invalidMatchName(peer));
        }
        if (rules.wildcards != PeerNames.Wildcards.OPENSSL) {
            return PeerNames.ofOldPostfix(wanted.names(), rules.wildcards);
        }
        Optional<PeerNames> names = PeerNames.of(wanted.names());
        if (names.isEmpty()) {
            log.warn(ClientMessages.noPeerNameChecks(peer));
        }
        return names;
    }

    /** What cannot be converted stays what it is. */
    static String ascii(String name, boolean transitional) {
        return DomainName.isAscii(name) ? name : DomainName.toAscii(name, transitional).orElse(name);
    }

    /** @param shown not nothing */
    Verdict verify(TlsFacts.PeerCredential shown, ClientContext context, boolean namesYield) {
        if (forced) {
            return Verdict.forcedFailure(shown.chain());
        }
        PathVerifier.Rules rules = new PathVerifier.Rules(Purpose.SERVER, context.init().verifyDepth(), securityLevel(),
            EpochClock.SYSTEM.seconds(), old ? Optional.empty() : names, namesYield);
        if (shown.rawPublicKey().isPresent()) {
            return PathVerifier.verifyRawKey(shown.rawPublicKey().get(), rules, records);
        }
        if (records.isEmpty()) {
            return named(context.verifier().verify(shown.chain(), rules), shown);
        }
        PathVerifier.Dane dane = new PathVerifier.Dane(records.get(), level >= VERIFY, old);
        return named(context.verifier().verify(shown.chain(), rules, dane), shown);
    }

    /** Up to 3.5 a name is needed from "half-dane" on, unless the end entity itself is known. */
    private Verdict named(Verdict verdict, TlsFacts.PeerCredential shown) {
        boolean known = verdict.match().isPresent() && verdict.match().get().kind() == TlsaMatch.Kind.END_ENTITY;
        if (!old || !verdict.isTrusted() || level < HALF_DANE || known) {
            return verdict;
        }
        boolean matches = names.isPresent() && names.get().in(shown.chain().get(0)).matches();
        return matches ? verdict : new Verdict(VerifyError.HOSTNAME_MISMATCH, 0, "", verdict.steps(), verdict.chain(), verdict.match());
    }

    /** What the names looked for have to do with a certificate, where Postfix itself looks for them. */
    Optional<PeerNames.Found> found(TlsFacts.PeerCredential shown) {
        return !old || names.isEmpty() || shown.chain().isEmpty() ? Optional.empty() : Optional.of(names.get().in(shown.chain().get(0)));
    }

    /** OpenSSL's: no weak keys and no SHA-1 where a match is needed. */
    int securityLevel() {
        return mustMatch() ? 1 : 0;
    }

    /** True if a raw public key would do. @param asked enable_rpk of the request */
    boolean acceptsRawKeys(boolean asked) {
        if (level >= 1 && level <= FINGERPRINT) {
            return asked;
        }
        return records.isPresent() && records.get().acceptsRawKeys();
    }

    /** Bits of the report's peer_status, without presence, for a credential that was found good. */
    int belief() {
        if (!mustMatch()) {
            return ContextReport.TRUSTED;
        }
        return ContextReport.TRUSTED | ContextReport.MATCHED | (level == HALF_DANE ? 0 : ContextReport.SECURED);
    }
}
