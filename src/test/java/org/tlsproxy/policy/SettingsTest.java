package org.tlsproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log levels, workarounds, digests, releases. Rows and texts as seen with Postfix 3.7.11's posttls-finger. */
class SettingsTest {

    private static final PostfixRelease V37 = new PostfixRelease(3, 7);

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                  | ''",
        "0                   | ''",
        "none                | ''",
        "1                   | summary",
        "Routine             | summary",
        "0,1                 | summary",
        "2                   | summary verbose cache ssl-debug",
        "debug               | summary verbose cache ssl-debug",
        "3                   | summary verbose cache ssl-debug handshake",
        "ssl-expert          | summary verbose cache ssl-debug handshake",
        "4                   | summary verbose cache ssl-debug handshake session",
        "ssl-developer       | summary verbose cache ssl-debug handshake session",
        "9                   | summary verbose cache ssl-debug handshake session",
        "UNTRUSTED, peercert | untrusted peercert",
        "certmatch dane      | certmatch dane",
        "verbose             | verbose",
        "cache ssl-debug     | cache ssl-debug",
        "ssl-handshake-packet-dump ssl-session-packet-dump | handshake session",
    })
    void shouldReadLogLevels(String value, String expected) {
        assertThat(words(TlsLogFlags.parse("p", value, V37, warnings::add))).isEqualTo(expected);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"01 | 01", "10 | 10", "0x2 | 0x2", "summary,foo | foo", "1 bad,worse | bad", "1:2 | 1:2",
        "expert | expert", "-1 | -1", "trace | trace", "1 Bad | Bad"})
    void shouldCountALevelWithAnUnknownWordAsZero(String value, String word) {
        assertThat(TlsLogFlags.parse("-L option", value, V37, warnings::add)).isEqualTo(TlsLogFlags.NONE);
        assertThat(warnings).containsExactly("unknown -L option value \"" + word + "\" in \"" + value + "\"");
    }

    @Test
    void shouldKnowDaneFrom36AndTraceFrom312On() {
        assertThat(TlsLogFlags.parse("p", "dane", new PostfixRelease(3, 5), warnings::add).dane()).isFalse();
        assertThat(TlsLogFlags.parse("p", "trace", new PostfixRelease(3, 11), warnings::add).trace()).isFalse();
        assertThat(warnings).hasSize(2);
        assertThat(TlsLogFlags.parse("p", "trace", new PostfixRelease(3, 12), warnings::add).trace()).isTrue();
        assertThat(TlsLogFlags.NONE.withUntrusted().untrusted()).isTrue();
    }

    @Test
    void shouldStartFromOpensslsDefaults() {
        Workarounds plain = Workarounds.parse("", "", V37, warnings::add);

        assertThat(plain.padClientHello()).isTrue();
        assertThat(plain.middleboxCompatibility()).isTrue();
        assertThat(plain.noTickets() || plain.prioritizeChacha() || plain.splitCbcRecords() || plain.legacyServerConnect()
            || plain.noRenegotiation() || plain.noExtendedMasterSecret() || plain.noEncryptThenMac()).isFalse();
        assertThat(Workarounds.parse("", "", new PostfixRelease(3, 8), warnings::add).noRenegotiation()).isTrue();
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSwitchWhatIsNamed() {
        Workarounds set = Workarounds.parse("tlsext_padding, DONT_INSERT_EMPTY_FRAGMENTS CVE-2010-4180",
            "NO_TICKET LEGACY_SERVER_CONNECT PRIORITIZE_CHACHA,no_renegotiation NO_COMPRESSION", V37, warnings::add);

        assertThat(set.padClientHello()).isFalse();
        assertThat(set.splitCbcRecords() && set.noTickets() && set.legacyServerConnect() && set.prioritizeChacha() && set.noRenegotiation())
            .isTrue();
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldTakeHexadecimalNumbersAsOpensslsBits() {
        Workarounds set = Workarounds.parse("0x10", "0X4000,0x80001", V37, warnings::add);

        assertThat(set.padClientHello()).isFalse();
        assertThat(set.noTickets() && set.noEncryptThenMac() && set.noExtendedMasterSecret()).isTrue();
        assertThat(Workarounds.parse("0xffffffffffff", "", V37, warnings::add).padClientHello()).isFalse();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALL", "0x", "0xzz", "16384", "010", "0x10000000000000000", "NO_TICKET:NO_COMPRESSION"})
    void shouldWarnOfAnUnknownWorkaround(String word) {
        Workarounds.parse(word, word + " NO_TICKET", V37, warnings::add);

        assertThat(warnings).contains("unknown tls_disable_workarounds value \"" + word + "\" in \"" + word + "\"",
            "unknown tls_ssl_options value \"" + word + "\" in \"" + word + " NO_TICKET\"");
    }

    @Test
    void shouldWarnOfEachUnknownWorkaroundAndUseTheOthers() {
        assertThat(Workarounds.parse("ENABLE_MIDDLEBOX_COMPAT", "foo NO_TICKET bar", V37, warnings::add).noTickets()).isTrue();
        assertThat(warnings).containsExactly(
            "unknown tls_disable_workarounds value \"ENABLE_MIDDLEBOX_COMPAT\" in \"ENABLE_MIDDLEBOX_COMPAT\"",
            "unknown tls_ssl_options value \"foo\" in \"foo NO_TICKET bar\"",
            "unknown tls_ssl_options value \"bar\" in \"foo NO_TICKET bar\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sha512 sha256            | sha512=2 sha256=1         | ''",
        "SHA256=01, sha384=3      | sha256=1 sha384=3         | ''",
        "sha512=4                 | sha512=4                  | ''",
        "sha512 sha256 =2         | sha256=1                  | ''",
        "=1 sha256 =              | sha256=1                  | ''",
        "sha512=1                 | ''                        | tls_dane_digests: matching type 1 can only be sha256",
        "sha256=2                 | ''                        | tls_dane_digests: matching type 2 can only be sha512",
        "sha1                     | ''                        | tls_dane_digests: digest algorithm sha1 needs an explicit number",
        "md5=                     | ''                        | tls_dane_digests: digest algorithm md5 needs an explicit number",
        "sha512:sha256            | ''                        | tls_dane_digests: digest algorithm sha512:sha256 needs an explicit number",
        "sha1=3 md5=3             | sha1=3                    | tls_dane_digests: matching type 3 specified more than once",
        "sha256 =1 sha256         | ''                        | tls_dane_digests: matching type 1 specified more than once",
        "md5=0 sha256             | sha256=1                  | Reserved matching type number in tls_dane_digests: md5=0",
        "=0                       | ''                        | Reserved matching type number in tls_dane_digests: =0",
        "md5=255                  | ''                        | Invalid matching type number in tls_dane_digests: md5=255",
        "md5=256                  | ''                        | Invalid matching type number in tls_dane_digests: md5=256",
        "md5=-1                   | ''                        | Invalid matching type number in tls_dane_digests: md5=-1",
        "md5=3x                   | ''                        | Invalid matching type number in tls_dane_digests: md5=3x",
        "sha256=+1                | ''                        | Invalid matching type number in tls_dane_digests: sha256=+1",
        "sha256=1=2               | ''                        | Invalid matching type number in tls_dane_digests: sha256=1=2",
        "md5=99999999999          | ''                        | Invalid matching type number in tls_dane_digests: md5=99999999999",
        "Foo=4                    | ''                        | tls_dane_digests: digest algorithm \"Foo\"(4) unknown",
    })
    void shouldReadDaneDigests(String value, String expected, String warning) {
        DaneDigests digests = DaneDigests.parse(value, Set.of("sha1", "md5", "sha384", "sha512")::contains, warnings::add);

        StringBuilder text = new StringBuilder();
        for (DaneDigests.Digest digest : digests.digests()) {
            text.append(text.length() > 0 ? " " : "").append(digest.name()).append('=').append(digest.matchingType());
        }
        assertThat(text.toString()).isEqualTo(expected);
        assertThat(String.join("|", warnings)).isEqualTo(warning);
    }

    @Test
    void shouldRankDigestsByTheirOrder() {
        DaneDigests digests = DaneDigests.parse("sha512 sha256", name -> false, warnings::add);

        assertThat(digests.rank(2)).hasValue(0);
        assertThat(digests.rank(1)).hasValue(1);
        assertThat(digests.rank(3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3.7.11,3,7", "3.12-20260429,3,12", "3.10.0-RC1,3,10", "3.8,3,8"})
    void shouldReadMailVersions(String text, int major, int minor) {
        assertThat(PostfixRelease.parse(text)).contains(new PostfixRelease(major, minor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3.", ".7", "x3.7", "3-7", "3.99999999999", "99999999999.1"})
    void shouldNotGuessAMailVersion(String text) {
        assertThat(PostfixRelease.parse(text)).isEmpty();
    }

    @Test
    void shouldCompareReleasesByNumber() {
        assertThat(new PostfixRelease(3, 10).atLeast(3, 9)).isTrue();
        assertThat(new PostfixRelease(3, 9).before(3, 10)).isTrue();
        assertThat(new PostfixRelease(4, 0).atLeast(3, 12)).isTrue();
        assertThat(new PostfixRelease(2, 11).atLeast(3, 0)).isFalse();
    }

    private static String words(TlsLogFlags flags) {
        List<String> words = new ArrayList<>();
        add(words, flags.summary(), "summary");
        add(words, flags.untrusted(), "untrusted");
        add(words, flags.peerCert(), "peercert");
        add(words, flags.certMatch(), "certmatch");
        add(words, flags.verbose(), "verbose");
        add(words, flags.cache(), "cache");
        add(words, flags.dane(), "dane");
        add(words, flags.sslDebug(), "ssl-debug");
        add(words, flags.handshakeDump(), "handshake");
        add(words, flags.sessionDump(), "session");
        add(words, flags.trace(), "trace");
        return String.join(" ", words);
    }

    private static void add(List<String> words, boolean on, String word) {
        if (on) {
            words.add(word);
        }
    }
}
