package org.tlsproxy.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** PEM files of tlswrapper(1), whose key may be anywhere. */
class KeyFirstTest {

    private static final String KEY = "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";
    private static final String LEAF = "-----BEGIN CERTIFICATE-----\nBBBB\n-----END CERTIFICATE-----\n";
    private static final String ISSUER = "-----BEGIN CERTIFICATE-----\nCCCC\n-----END CERTIFICATE-----\n";

    private static String ordered(String pem) {
        return new String(KeyFirst.of(pem.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII);
    }

    /** Without empty lines, which mean nothing between blocks. */
    private static String blocks(String pem) {
        return ordered(pem).replaceAll("\n\n+", "\n");
    }

    @Test
    void shouldBringTheKeyToTheFront() {
        assertThat(blocks(LEAF + ISSUER + KEY)).isEqualTo(KEY + LEAF + ISSUER);
        assertThat(blocks(LEAF + KEY + ISSUER)).isEqualTo(KEY + LEAF + ISSUER);
        assertThat(blocks(LEAF + KEY.strip())).isEqualTo(KEY + LEAF);
        assertThat(blocks("# mx\n" + LEAF + KEY)).isEqualTo(KEY + "# mx\n" + LEAF);
    }

    @Test
    void shouldLeaveAloneWhatIsInOrderOrNotToBeUnderstood() {
        for (String pem : new String[] {"", "x", KEY, LEAF, KEY + LEAF, KEY + LEAF + KEY + ISSUER, LEAF + KEY + ISSUER + KEY,
            "-----BEGIN EC PARAMETERS-----\nDD\n-----END EC PARAMETERS-----\n" + KEY + LEAF,
            LEAF + "-----BEGIN PRIVATE KEY-----\nAAAA\n", LEAF + "x PRIVATE KEY-----\n-----END x"}) {
            assertThat(ordered(pem)).isEqualTo(pem);
        }
    }
}
