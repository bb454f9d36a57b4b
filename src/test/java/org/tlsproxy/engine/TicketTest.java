package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TicketTest {

    private static final Ticket TICKET = new Ticket(0x0303, 0xc02c, Ticket.EXTENDED_MASTER_SECRET, 1_000_000, 7200,
        new byte[] {1, 2, 3}, "mx.example", new TlsFacts.PeerCredential(List.of(new byte[] {4, 5}, new byte[] {6}), Optional.empty(), 20));

    @Test
    void shouldReadBackWhatItWrote() {
        Ticket back = Ticket.decode(TICKET.encode().orElseThrow()).orElseThrow();

        assertThat(back).usingRecursiveComparison().isEqualTo(TICKET);
    }

    @Test
    void shouldLiveAsLongAsItSays() {
        assertThat(TICKET.isAlive(1_000_000)).isTrue();
        assertThat(TICKET.isAlive(1_007_199)).isTrue();
        assertThat(TICKET.isAlive(1_007_200)).isFalse();
        assertThat(TICKET.isAlive(999_999)).isFalse();
    }

    @Test
    void shouldTakeNothingThatIsCutShortOrTooLong() {
        byte[] state = TICKET.encode().orElseThrow();
        for (int length = 0; length < state.length; length++) {
            assertThat(Ticket.decode(Arrays.copyOf(state, length))).isEmpty();
        }
        assertThat(Ticket.decode(Arrays.copyOf(state, state.length + 1))).isEmpty();
    }

    @Test
    void shouldLeaveSessionsOfOtherProgramsAlone() {
        byte[] opensslSession = {0x30, (byte) 0x82, 1, 2, 2, 1, 1, 2, 2, 3, 4};

        assertThat(Ticket.decode(opensslSession)).isEmpty();
    }

    @Test
    void shouldNotCarryChainsThatNoClientWouldSendBack() {
        Ticket large = new Ticket(0x0304, 0x1301, 0, 0, 1, new byte[32], "",
            new TlsFacts.PeerCredential(List.of(new byte[12_289]), Optional.empty(), 0));

        assertThat(large.encode()).isEmpty();
    }

    @Test
    void shouldOpenOnlyWhatItSealed() {
        TicketKeys keys = ProcessTicketKeys.create(new SecureRandom());
        byte[] ticket = keys.seal(new byte[] {1, 2, 3}).orElseThrow();

        assertThat(keys.open(ticket)).hasValue(new byte[] {1, 2, 3});
        assertThat(ProcessTicketKeys.create(new SecureRandom()).open(ticket)).isEmpty();
        for (int i = 0; i < ticket.length; i++) {
            byte[] changed = ticket.clone();
            changed[i] ^= 1;
            assertThat(keys.open(changed)).isEmpty();
            assertThat(keys.open(Arrays.copyOf(ticket, i))).isEmpty();
        }
    }
}
