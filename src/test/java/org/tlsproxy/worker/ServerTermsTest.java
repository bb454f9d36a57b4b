package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Logger;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.policy.Workarounds;
import org.tlsproxy.tlsmgr.SessionPolicy;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.Mint;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.PeerNames.Wildcards;
import org.tlsproxy.trust.TlsaDigests;
import org.tlsproxy.trust.TrustAnchors;
import org.tlsproxy.wire.ClientInit;
import org.tlsproxy.wire.ClientStart;
import org.tlsproxy.wire.ContextReport;
import org.tlsproxy.wire.Dane;
import org.tlsproxy.wire.KeyFiles;
import org.tlsproxy.wire.LogSetting;
import org.tlsproxy.wire.Trace;

class ServerTermsTest {

    private static final int TRUSTED = ContextReport.TRUSTED;
    private static final int MATCHED = TRUSTED | ContextReport.MATCHED;
    private static final int SECURED = MATCHED | ContextReport.SECURED;
    private static final long NOW = System.currentTimeMillis() / 1000;
    private static final Dane NONE = new Dane.None();
    private static final FingerprintDigest SHA256 = FingerprintDigest.named("sha256").orElseThrow();
    private static final PostfixRelease OLD = new PostfixRelease(3, 5);

    private final Mint root = current(Mint.authority("Root"));
    private final byte[] rootDer = root.der();
    private final byte[] leaf = current(Mint.leaf("mx")).by(root).names(new GeneralName(GeneralName.dNSName, "a.mx.example.com")).der();
    private final byte[] stranger = current(Mint.leaf("stranger")).names(new GeneralName(GeneralName.dNSName, "a.mx.example.com")).der();
    private final List<String> log = new ArrayList<>();

    private final class ListLog implements Logger {
        @Override
        public void info(String text) {
            log.add(text);
        }

        @Override
        public void warn(String text) {
            log.add("warning: " + text);
        }

        @Override
        public void error(String text) {
            log.add("error: " + text);
        }

        @Override
        public boolean verbose() {
            return false;
        }
    }

    private static Mint current(Mint certificate) {
        return certificate.dates(NOW - 86_400, NOW + 86_400);
    }

    private ClientContext context() {
        ClientInit init = new ClientInit(LogSetting.ABSENT, 9, "smtp", KeyFiles.NONE, "sha256");
        Workarounds workarounds = Workarounds.parse("", "", new PostfixRelease(3, 7), text -> { });
        TlsaDigests digests = new TlsaDigests(List.of(new TlsaDigests.Choice(1, SHA256), new TlsaDigests.Choice(255, SHA256)));
        return new ClientContext(init, "", TlsLogFlags.NONE, new ClientContext.Offer(KeyChains.NONE, List.of(), workarounds, false),
            new PathVerifier(new TrustAnchors(List.of(rootDer), Optional.empty())), digests, SHA256, SessionPolicy.NONE);
    }

    private static ClientStart start(int level, Dane dane, List<String> names, String forced) {
        return new ClientStart(LogSetting.ABSENT, 30, new ClientStart.Security(false, level, "", "medium", ""),
            new ClientStart.Peer("example.com", "a.mx.example.com", "MX[192.0.2.1]:25", ""), new ClientStart.Resumption("id", "me"),
            new ClientStart.Match(names, "sha256", dane), new ClientStart.Failure(false, Optional.empty(), forced), Trace.ABSENT);
    }

    private int status(PostfixRelease release, ClientStart start, byte[] shown) {
        ClientContext context = context();
        Wildcards wildcards = release.before(3, 6) ? Wildcards.ONE_LABEL : Wildcards.OPENSSL;
        ServerTerms terms = ServerTerms.of(start, new ServerTerms.Rules(false, wildcards, context.digests()), "mx", new ListLog());
        ServerCheck check = new ServerCheck(terms, context, new ServerCheck.Manner(release, TlsLogFlags.NONE, "MX", "mx",
            PeerClaims.Fingerprints.of(SHA256, false, release), start.failure().forcedType()), new ListLog());
        TlsFacts.PeerCredential sent = new TlsFacts.PeerCredential(List.of(shown), Optional.empty(), 0);
        int error = check.judge(sent);
        check.tell(facts(new TlsFacts.PeerCredential(List.of(shown), Optional.empty(), error)));
        return check.reported().status() & ~ContextReport.CERTIFICATE_PRESENT;
    }

    private static TlsFacts facts(TlsFacts.PeerCredential peer) {
        return new TlsFacts("TLSv1.3", new TlsFacts.Cipher("", 0, 0), TlsFacts.KeyExchange.NONE, TlsFacts.Signature.NONE,
            TlsFacts.Signature.NONE, Optional.empty(), TlsFacts.Resumed.NO, peer);
    }

    private int status(int level, Dane dane, byte[] shown) {
        return status(new PostfixRelease(3, 7), start(level, dane, List.of("hostname"), ""), shown);
    }

    private static Dane records(Dane.Tlsa... records) {
        return new Dane.Records("", List.of(records));
    }

    private static Dane.Tlsa endEntity(byte[] certificate) {
        return new Dane.Tlsa(3, 0, 1, SHA256.digest(certificate));
    }

    @Test
    void shouldReportWhatEachLevelIsWorth() {
        assertThat(List.of(status(1, NONE, leaf), status(2, NONE, leaf), status(2, NONE, stranger))).containsExactly(TRUSTED, TRUSTED, 0);
        assertThat(List.of(status(7, NONE, leaf), status(8, NONE, leaf), status(8, NONE, stranger))).containsExactly(SECURED, SECURED, 0);
        assertThat(status(4, records(endEntity(stranger)), stranger)).isEqualTo(MATCHED);
        assertThat(status(5, records(endEntity(stranger)), stranger)).isEqualTo(SECURED);
        assertThat(status(6, records(endEntity(leaf)), stranger)).isZero();
        assertThat(log).isEmpty();
    }

    @Test
    void shouldFallBackFromDaneAndNotFromDaneOnly() {
        Dane useless = records(new Dane.Tlsa(3, 0, 9, new byte[3]));
        assertThat(status(5, useless, leaf)).isEqualTo(TRUSTED);
        assertThat(status(6, useless, leaf)).isZero();
        assertThat(log).containsExactly("warning: mx: unusable TLSA RR: 3 0 9 000000",
            "warning: mx: all TLSA records unusable, fallback to unauthenticated TLS", "warning: mx: unusable TLSA RR: 3 0 9 000000",
            "warning: mx: all TLSA records unusable");
    }

    @Test
    void shouldNotMatchWithoutAnythingToMatch() {
        PostfixRelease release = new PostfixRelease(3, 7);
        assertThat(status(release, start(8, NONE, List.of(), ""), leaf)).isZero();
        assertThat(status(3, NONE, leaf)).isZero();
        assertThat(log).containsExactly("warning: mx: could not configure peer name checks");
    }

    /** At levels that believe records, a bare key must be able to match any of them. */
    @Test
    void shouldAcceptRawKeysWhereTheyCanBeBelieved() {
        Dane.Tlsa certificate = endEntity(leaf);
        Dane.Tlsa key = new Dane.Tlsa(3, 1, 1, SHA256.digest(new byte[1]));
        for (int level = 0; level <= 8; level++) {
            boolean configurable = level >= 1 && level <= 3;
            assertThat(acceptsRawKeys(level, NONE, true)).as("level %d", level).isEqualTo(configurable);
            assertThat(acceptsRawKeys(level, NONE, false)).as("level %d", level).isFalse();
            assertThat(acceptsRawKeys(level, records(key, key), false)).as("level %d", level).isEqualTo(level > 3);
            assertThat(acceptsRawKeys(level, records(key, certificate), false)).as("level %d", level).isFalse();
        }
    }

    private boolean acceptsRawKeys(int level, Dane dane, boolean asked) {
        ServerTerms.Rules rules = new ServerTerms.Rules(false, Wildcards.OPENSSL, context().digests());
        return ServerTerms.of(start(level, dane, List.of("hostname"), ""), rules, "mx", new ListLog()).acceptsRawKeys(asked);
    }

    @Test
    void shouldObeyAForcedFailureAndCallAWrongNameTrustedFrom310On() {
        PostfixRelease later = new PostfixRelease(3, 10);
        assertThat(status(later, start(8, NONE, List.of("nexthop"), ""), leaf)).isEqualTo(TRUSTED);
        assertThat(status(8, NONE, leaf)).isEqualTo(SECURED);
        assertThat(status(later, start(8, NONE, List.of("hostname"), "sts-policy"), leaf)).isZero();
    }

    private static Dane digests(String algorithm, List<String> anchors, List<String> ends) {
        return new Dane.Digests(List.of(new Dane.DigestSet(algorithm, anchors, List.of())),
            List.of(new Dane.DigestSet(algorithm, ends, List.of("00:11", "nonsense"))), List.of(), List.of(), new Dane.Lookup("", 0, 0));
    }

    @Test
    void shouldBelieveFingerprintsOfOldReleases() {
        Dane known = digests("sha256", List.of(), List.of(SHA256.fingerprint(stranger)));
        assertThat(status(OLD, start(3, known, List.of(), ""), stranger)).isEqualTo(SECURED);
        assertThat(status(OLD, start(3, known, List.of(), ""), leaf)).isZero();
        assertThat(status(OLD, start(6, known, List.of("elsewhere.example"), ""), stranger) & ~2).isEqualTo(SECURED);
    }

    @Test
    void shouldLookForNamesBesideVerificationInOldReleases() {
        Dane anchor = digests("sha256", List.of(SHA256.fingerprint(rootDer)), List.of());
        int named = 2;
        assertThat(status(OLD, start(8, NONE, List.of("hostname"), ""), leaf)).isEqualTo(SECURED | named);
        assertThat(status(OLD, start(8, NONE, List.of("nexthop"), ""), leaf)).isEqualTo(TRUSTED | named);
        assertThat(status(OLD, start(4, NONE, List.of("hostname"), ""), leaf)).isEqualTo(MATCHED | named);
        assertThat(status(OLD, start(6, anchor, List.of("hostname"), ""), leaf)).isEqualTo(named);
    }

    @Test
    void shouldTakeASelfSignedLeafForItsAnchorInOldReleases() {
        Dane own = digests("sha256", List.of(SHA256.fingerprint(stranger)), List.of());
        assertThat(status(OLD, start(6, own, List.of("hostname"), ""), stranger) & ~2).isEqualTo(SECURED);
        assertThat(status(OLD, start(6, own, List.of("nexthop"), ""), stranger) & ~2).isEqualTo(TRUSTED);
    }
}
