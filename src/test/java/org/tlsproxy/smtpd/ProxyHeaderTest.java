package org.tlsproxy.smtpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.posix.InternetSockets.Endpoint;

/** PROXY headers of both versions, in any pieces, and what is none. */
class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static Optional<ProxyHeader> parse(byte[] bytes) throws ProxyHeader.Malformed {
        for (int length = 0; length < bytes.length; length++) {
            Optional<ProxyHeader> early = ProxyHeader.parse(Arrays.copyOf(bytes, length));
            if (early.isPresent()) {
                return early;
            }
        }
        return ProxyHeader.parse(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"TCP4,198.51.100.9,203.0.113.1", "TCP6,2001:db8::9,2001:db8::1"})
    void shouldReadVersionOne(String family, String remote, String local) throws ProxyHeader.Malformed {
        String line = "PROXY " + family + " " + remote + " " + local + " 40000 25\r\n";

        assertThat(parse(ascii(line + "EHLO x\r\n"))).contains(new ProxyHeader(line.length(),
            Optional.of(new ProxyHeader.Ends(new Endpoint(remote, 40_000), new Endpoint(local, 25)))));
    }

    @Test
    void shouldReadVersionTwo() throws ProxyHeader.Malformed {
        byte[] header = HexFormat.of().parseHex(SIGNATURE + "2111000f" + "c6336409" + "cb007101" + "9c40" + "0019" + "040000");

        assertThat(parse(header)).contains(new ProxyHeader(31,
            Optional.of(new ProxyHeader.Ends(new Endpoint("198.51.100.9", 40_000), new Endpoint("203.0.113.1", 25)))));
    }

    @Test
    void shouldKeepTheConnectionsOwnAddressesForALocalOne() throws ProxyHeader.Malformed {
        assertThat(parse(HexFormat.of().parseHex(SIGNATURE + "20000000"))).contains(new ProxyHeader(16, Optional.empty()));
    }

    @Test
    void shouldKnowThatNobodyKnows() throws ProxyHeader.Malformed {
        assertThat(parse(ascii("PROXY UNKNOWN\r\n")).orElseThrow().ends().orElseThrow().remote()).isEqualTo(new Endpoint("::", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO x\r\n", "PROXY\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "PROXY TCP4 ::1 ::1 1 1\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 01 1\r\n", "PROXX"})
    void shouldRefuseWhatIsNoHeader(String text) {
        assertThatThrownBy(() -> parse(ascii(text))).isInstanceOf(ProxyHeader.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3111000c", "2211000c", "21110fff", "21110004"})
    void shouldRefuseABadVersionTwo(String rest) {
        assertThatThrownBy(() -> parse(HexFormat.of().parseHex(SIGNATURE + rest + "00000000"))).isInstanceOf(ProxyHeader.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.255, true", "192.0.3.0, false", "10.0.0.1, true", "10.0.0.2, false", "2001:db8:ffff::1, true", "2001:db9::, false"})
    void shouldKnowItsNetworks(String address, boolean inside) {
        Networks networks = Networks.parse("192.0.2.0/24,10.0.0.1,2001:db8::/32").orElseThrow();

        assertThat(networks.contain(address)).isEqualTo(inside);
        assertThat(Networks.parse("192.0.2.0/33")).isEmpty();
        assertThat(Networks.parse("x")).isEmpty();
    }
}
