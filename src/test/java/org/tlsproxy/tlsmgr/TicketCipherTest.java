package org.tlsproxy.tlsmgr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values were tried with Postfix 3.7 and OpenSSL 3.0. */
class TicketCipherTest {

    private final LogBook log = new LogBook();

    @ParameterizedTest
    @ValueSource(strings = {"aes-256-cbc", "AES-128-CBC", "aes256", "aes192", "aria-128-cbc", "camellia256", "sm4", "sm4-cbc",
        "2.16.840.1.101.3.4.1.42"})
    void shouldAllowTicketsWhenPostfixIssuesSome(String name) {
        assertThat(TicketCipher.allowsTickets(name, log)).isTrue();
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "seed-cbc", "aes-256-gcm", "aes-256-ctr", "des3", "bf", "cast5-cbc", "idea", "rc2", "chacha20", "foo",
        "AES-128-CBC-HMAC-SHA1", "AES-256-CBC-CTS"})
    void shouldDisableTicketsWithPostfixsWarning(String name) {
        assertThat(TicketCipher.allowsTickets(name, log)).isFalse();
        assertThat(log.lines()).containsExactly("warning: tls_session_ticket_cipher: invalid value: " + name + "; session tickets disabled");
    }

    @Test
    void shouldDisableTicketsSilentlyWhenEmpty() {
        assertThat(TicketCipher.allowsTickets("", log)).isFalse();
        assertThat(log.lines()).isEmpty();
    }
}
