package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tlsproxy.tlsmgr.SessionCache;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.PeerNames;
import org.tlsproxy.trust.TlsaDigests;
import org.tlsproxy.wire.ClientStart;
import org.tlsproxy.wire.Dane;
import org.tlsproxy.wire.LogSetting;
import org.tlsproxy.wire.Trace;

/** A session carries what was thought of the server: it is found again only under terms by which the same would be thought. */
class EarlierSessionsTest {

    private static final FingerprintDigest SHA256 = FingerprintDigest.named("sha256").orElseThrow();
    private static final Dane.Tlsa ONE = new Dane.Tlsa(3, 1, 1, new byte[32]);
    private static final Dane.Tlsa OTHER = new Dane.Tlsa(3, 0, 1, SHA256.digest(new byte[1]));
    private static final List<String> OFFERED = List.of(">=TLSv1.2", "medium", "mx.example.com");

    private record Terms(int level, Dane dane, List<String> names, String helo, String nextHop, boolean rawKeys) {

        String key(String context, List<String> offered) {
            ClientStart start = new ClientStart(LogSetting.ABSENT, 30, new ClientStart.Security(rawKeys, level, "", "medium", ""),
                new ClientStart.Peer(nextHop, "mx.example.com", "mx[192.0.2.1]:25", ""), new ClientStart.Resumption("smtp&mx&", helo),
                new ClientStart.Match(names, "sha256", dane), ClientStart.Failure.ABSENT, Trace.ABSENT);
            TlsaDigests digests = new TlsaDigests(List.of(new TlsaDigests.Choice(1, SHA256)));
            ServerTerms judged = ServerTerms.of(start, new ServerTerms.Rules(false, PeerNames.Wildcards.OPENSSL, digests), "mx",
                new RecordingLog());
            return EarlierSessions.key(start, judged, context, offered);
        }

        String key() {
            return key("context", OFFERED);
        }
    }

    private static Dane records(Dane.Tlsa... records) {
        return new Dane.Records("mx.example.com", List.of(records));
    }

    @Test
    void shouldNotFindASessionThatBeganUnderOtherTerms() {
        Dane none = new Dane.None();
        List<String> names = List.of("nexthop");
        Terms secure = new Terms(8, none, names, "me", "example.com", false);
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("secure", secure.key());
        keys.put("other authorities or certificates", secure.key("another context", OFFERED));
        keys.put("other protocols", secure.key("context", List.of(">=TLSv1", "medium", "mx.example.com")));
        keys.put("other ciphers", secure.key("context", List.of(">=TLSv1.2", "high", "mx.example.com")));
        keys.put("other server name", secure.key("context", List.of(">=TLSv1.2", "medium", "")));
        keys.put("other patterns", new Terms(8, none, List.of("hostname"), "me", "example.com", false).key());
        keys.put("other destination", new Terms(8, none, names, "me", "example.org", false).key());
        keys.put("other helo", new Terms(8, none, names, "you", "example.com", false).key());
        keys.put("raw public keys", new Terms(8, none, names, "me", "example.com", true).key());
        for (int level : new int[] {0, 1, 2, 3, 4, 5, 6, 7}) {
            keys.put("level " + level, new Terms(level, none, names, "me", "example.com", false).key());
        }
        keys.put("fingerprint", new Terms(3, records(ONE), names, "me", "example.com", false).key());
        keys.put("other fingerprint", new Terms(3, records(OTHER), names, "me", "example.com", false).key());
        keys.put("one more fingerprint", new Terms(3, records(ONE, OTHER), names, "me", "example.com", false).key());

        assertThat(keys.values()).doesNotHaveDuplicates().allMatch(key -> key.matches("smtp&mx&&[0-9A-F]{64}"));
    }

    @Test
    void shouldFindASessionAgainWhereTheDifferenceDecidesNothing() {
        List<String> names = List.of("nexthop");
        String key = new Terms(3, records(ONE, OTHER), names, "me", "example.com", false).key();
        assertThat(new Terms(3, records(OTHER, ONE), names, "me", "example.com", false).key()).isEqualTo(key);
        assertThat(new Terms(1, new Dane.None(), names, "me", "example.com", false).key())
            .isEqualTo(new Terms(1, new Dane.None(), List.of("hostname"), "me", "example.org", false).key());
        assertThat(new Terms(5, records(new Dane.Tlsa(9, 9, 9, new byte[1])), names, "me", "example.com", false).key())
            .isEqualTo(new Terms(2, new Dane.None(), names, "me", "example.com", false).key());
    }

    /** C's keys begin alike, so that the digests must not meet: theirs has no such salt in front. */
    @Test
    void shouldSaltItsKeysByItsOwnName() {
        assertThat(new String(SessionCache.clientSalt(), java.nio.charset.StandardCharsets.ISO_8859_1)).startsWith("tlsproxy-java");
    }
}
